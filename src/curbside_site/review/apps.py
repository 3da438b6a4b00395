"""The application."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "curbside_site.review"
    label = "review"
