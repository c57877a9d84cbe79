"""The ledger: schema, migrations, writer, views."""
