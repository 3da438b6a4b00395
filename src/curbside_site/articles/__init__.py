"""Articles and their revisions: immutable texts with the versions that they cite."""
