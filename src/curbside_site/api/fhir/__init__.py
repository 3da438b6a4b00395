"""FHIR: definitions of approved articles to read and search, in R5 or R4B. No patient, no order."""
