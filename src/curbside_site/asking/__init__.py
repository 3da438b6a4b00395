"""A question as a run that a worker claims, and the events that a page tails."""
