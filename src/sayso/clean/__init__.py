"""Documents -> articles: the visible text, every line with a role, and the metadata."""
