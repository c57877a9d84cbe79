"""Builds the weights that sayso ships. PyTorch is needed here and nowhere else: pip install 'sayso[train]'."""
