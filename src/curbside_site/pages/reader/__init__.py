"""Pages of readers: ask, articles, sources."""
