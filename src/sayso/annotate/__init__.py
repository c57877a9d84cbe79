"""Articles -> annotations: words, quotation marks, and the model's scores."""

from sayso.annotate.articles import Annotator, annotate

__all__ = ["Annotator", "annotate"]
