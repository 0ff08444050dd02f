"""One step of the system: see main.py."""
