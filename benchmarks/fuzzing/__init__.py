"""Hostile input by the thousand: what makes it, what it is given to, and what has to hold of what comes out."""
