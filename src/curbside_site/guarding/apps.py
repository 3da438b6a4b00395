"""The application."""

from django.apps import AppConfig


class GuardingConfig(AppConfig):
    name = "curbside_site.guarding"
    label = "guarding"
