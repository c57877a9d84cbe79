"""The ledger: schema, migrations, writer, views. `Store` is all that others need."""

from sayso.store.facets import Facet, FacetCount, Facets
from sayso.store.filters import StatementFilter
from sayso.store.ledger import Store
from sayso.store.paging import StatementPage
from sayso.store.reader import Counts, Run

__all__ = ["Counts", "Facet", "FacetCount", "Facets", "Run", "StatementFilter", "StatementPage", "Store"]
