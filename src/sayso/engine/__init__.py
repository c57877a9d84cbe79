"""Many articles: on several processes of this machine, or on a cluster; into a ledger, or into shards.

    local     worker processes on this machine; one process writes the ledger
    shards    what was read, in Parquet files that are each whole or absent, and how a ledger takes them up
    ray       the same shards, written by the machines of a Ray cluster (extra `cluster`)

All of them give the same rows (docs/engines.md).
"""
