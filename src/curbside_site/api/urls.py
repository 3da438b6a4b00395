"""The addresses for programs, and the pages on which people keep what lets programs in."""

from __future__ import annotations

from django.urls import include, path

from curbside_site.api import cards, feeds, keeping, renditions
from curbside_site.api.fhir import views as fhir
from curbside_site.api.v1 import api as v1

urlpatterns = [
    path("account/tokens/", keeping.token_list, name="tokens"),
    path("account/tokens/<int:pk>/revoke/", keeping.token_revoke, name="token-revoke"),
    path("webhooks/", keeping.webhook_list, name="webhooks"),
    path("webhooks/<int:pk>/stop/", keeping.webhook_stop, name="webhook-stop"),
    path("webhooks/messages/<int:pk>/again/", keeping.delivery_again, name="delivery-again"),
    path("api/v1/openapi.json", v1.openapi, name="openapi"),
    path("api/v1/", include((v1.patterns(), "v1"))),
    path("api/", v1.nothing_here, name="api-nothing"),
    path("api/<path:rest>", v1.nothing_here, name="api-nothing-there"),
    path("fhir/metadata", fhir.metadata, name="fhir-metadata"),
    path("fhir/<str:kind>", fhir.search, name="fhir-search"),
    path("fhir/<str:kind>/<str:key>", fhir.read, name="fhir-read"),
    path("cds-services", cards.services, name="cds-services"),
    path("cds-services/<str:service_id>", cards.service, name="cds-service"),
    path("articles/<slug:slug>/schedule.ics", renditions.calendar, name="schedule"),
    path("articles/<slug:slug>/article.jsonld", renditions.described, name="article-jsonld"),
    path("feeds/articles.rss", feeds.rss, name="feed-rss"),
    path("feeds/articles.atom", feeds.atom, name="feed-atom"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]
