"""The application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "curbside_site.api"
    label = "api"

    def ready(self) -> None:
        """Write the messages of webhooks from the start, and have the workers send them."""
        from datetime import timedelta

        from curbside_site.api import outbox
        from curbside_site.review.jobs import Job, register

        outbox.connect()
        told = "Sends the messages of webhooks that are due; what fails is tried again later."
        register(Job("send-webhooks", timedelta(seconds=10), outbox.job, told))
