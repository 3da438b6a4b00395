"""People, their roles, credentials and interests, and who may do what."""
