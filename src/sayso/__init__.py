"""sayso: who said it, and on whose say-so."""

from sayso.config import VERSION as __version__

__all__ = ["__version__"]
