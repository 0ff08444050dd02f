"""What happens to a request from outside: its letter arrives, its account is made or not."""
