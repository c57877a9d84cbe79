"""Each figure that sayso is held to, by one command: `python -m benchmarks --help`."""
