"""Journeys of readers, authors, reviewers, editors and administrators in a real browser, on a real server."""
