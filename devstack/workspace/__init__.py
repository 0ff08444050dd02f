"""Simulator of Google Workspace on the wire: Directory API for users, sign-in pages, and switches for faults.

What is documented by Google is kept; what is not is marked in the code as our choice.
"""
