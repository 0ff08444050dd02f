"""Adapters on Google Cloud, Workspace and mail relays."""
