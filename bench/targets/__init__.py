"""Functions to compare ours with: the least that does the same kind of work on the same server."""
