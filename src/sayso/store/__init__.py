"""The ledger: schema, migrations, writer, views. `Store` is all that others need."""

from sayso.store.comparison import Difference
from sayso.store.facets import Facet, FacetCount, Facets
from sayso.store.filters import StatementFilter
from sayso.store.ledger import Store
from sayso.store.nearest import Near
from sayso.store.paging import StatementPage
from sayso.store.reader import Counts, Run
from sayso.store.saved_searches import SavedSearch

__all__ = [
    "Counts",
    "Difference",
    "Facet",
    "FacetCount",
    "Facets",
    "Near",
    "Run",
    "SavedSearch",
    "StatementFilter",
    "StatementPage",
    "Store",
]
