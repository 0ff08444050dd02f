"""Signed delivery reports of the mail relay."""
