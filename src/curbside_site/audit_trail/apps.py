"""The application."""

from django.apps import AppConfig


class AuditTrailConfig(AppConfig):
    name = "curbside_site.audit_trail"
    label = "audit_trail"
