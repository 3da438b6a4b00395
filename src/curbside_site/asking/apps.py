"""The application."""

from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "curbside_site.asking"
    label = "asking"
