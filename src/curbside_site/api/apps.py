"""The application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "curbside_site.api"
    label = "api"

    def ready(self) -> None:
        """Write the messages of webhooks from the start."""
        from curbside_site.api import outbox

        outbox.connect()
