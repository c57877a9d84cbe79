"""The line classifier of `sayso.clean`: its data, its network, its training."""
