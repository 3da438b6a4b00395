"""Changing who people are here: accounts, roles, credentials, interests; every change is written to the trail."""
