"""The application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "curbside_site.api"
    label = "api"
