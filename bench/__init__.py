"""Measurements behind docs/benchmarks.md: `python -m bench` runs all, `python -m bench <name>` one. Needs Linux."""
