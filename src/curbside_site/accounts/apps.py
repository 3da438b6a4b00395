"""The application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "curbside_site.accounts"
    label = "accounts"
