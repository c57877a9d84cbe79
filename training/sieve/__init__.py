"""The sieve before the pair network: a small network taught by what the large one says of pairs in use."""
