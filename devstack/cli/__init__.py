"""The `belajar` command: starts the local stack, feeds it, looks into it."""
