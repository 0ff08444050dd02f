"""The SMS gateway of the local stack: what HttpTexter speaks to, and an inbox for whoever tries the system out."""
