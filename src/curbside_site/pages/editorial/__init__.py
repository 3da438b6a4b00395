"""Pages of authors, reviewers and editors."""
