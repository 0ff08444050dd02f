"""Reads Dapodik extracts: receive a file, scan it into chunks, read each chunk, finish with totals and rejects."""
