"""The SMS gateway of the local stack: what the texters speak to, and an inbox for whoever tries the system out."""
