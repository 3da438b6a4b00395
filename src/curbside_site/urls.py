"""The addresses of the site; each room of pages brings its own."""

from __future__ import annotations

from django.urls import include, path

from curbside_site.pages import service

urlpatterns = [
    path("health", service.health, name="health"),
    path("ready", service.ready, name="ready"),
    path("", include("curbside_site.pages.reader.urls")),
    path("", include("curbside_site.pages.editorial.urls")),
    path("", include("curbside_site.pages.account.urls")),
    path("", include("curbside_site.api.urls")),
]
