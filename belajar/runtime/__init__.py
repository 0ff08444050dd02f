"""Runs a step: open, validate, decide, commit, publish, answer."""
