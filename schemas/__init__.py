"""What is said and stored, as pydantic models."""
