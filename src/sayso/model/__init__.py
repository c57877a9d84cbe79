"""What a stage asks of an encoder, and the weights that answer."""
