"""What was done, by whom: an append-only chain of entries."""
