"""A stand-in for Google's sign-in: for this machine only, everybody gets the token they ask for."""
