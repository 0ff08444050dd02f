"""The embedded engine: SQLite and local files."""
