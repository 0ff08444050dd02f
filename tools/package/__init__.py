"""One reproducible archive per function: its own folder, what all share, and only the libraries that it imports."""


class PackagingError(Exception):
    """Raised for a checkout that cannot be packed; the text says what is wrong and where."""
