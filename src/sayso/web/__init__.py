"""The ledger in a browser, and for programs: one application, served on this machine.

`create_app` wants the extra `web` (FastAPI); without it `sayso serve` says how to install it.
"""
