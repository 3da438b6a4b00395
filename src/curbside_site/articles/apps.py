"""The application."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "curbside_site.articles"
    label = "articles"
