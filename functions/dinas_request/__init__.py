"""Requests for accounts outside the schools, as their applicants make and follow them."""
