"""One folder per deployable step."""
