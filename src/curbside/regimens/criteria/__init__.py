"""Criteria: rules of sentences as data, and a patient's values against them."""
