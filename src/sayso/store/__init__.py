"""The ledger: schema, migrations, writer, views. `Store` is all that others need."""

from sayso.store.filters import StatementFilter
from sayso.store.ledger import Store
from sayso.store.reader import Counts, Run

__all__ = ["Counts", "Run", "StatementFilter", "Store"]
