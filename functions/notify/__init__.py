"""Mails from events: accounts that are ready, details asked for, refusals, delivery reports."""
