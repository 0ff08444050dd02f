"""Invented schools and people in the shape of a Dapodik extract. Nobody in here exists."""
