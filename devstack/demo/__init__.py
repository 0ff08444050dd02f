"""The demonstration: a stack of its own, a sample, one person's way, and a table of what was expected and what came."""
