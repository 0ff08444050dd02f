"""The local stack and the belajar command; never deployed."""
