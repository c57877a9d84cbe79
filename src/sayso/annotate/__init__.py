"""Articles -> annotations: words, quotation marks, and the model's scores."""

from sayso.annotate.articles import annotate

__all__ = ["annotate"]
