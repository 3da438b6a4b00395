"""The addresses for readers."""

from __future__ import annotations

from django.urls import path

from curbside_site.pages.reader import articles, asking, files, policy, sources

urlpatterns = [
    path("", asking.home, name="ask"),
    path("runs/<uuid:key>/", asking.run_page, name="run"),
    path("runs/<uuid:key>/events", asking.run_events, name="run-events"),
    path("runs/<uuid:key>/as/<slug:form>", files.run_file, name="run-file"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("articles/<slug:slug>/as/<slug:form>", files.article_file, name="article-file"),
    path("articles/<slug:slug>/revisions/<int:number>/", articles.revision, name="revision"),
    path("articles/<slug:slug>/revisions/<int:number>/as/<slug:form>", files.article_file, name="revision-file"),
    path("articles/<slug:slug>/revisions/<int:number>/report/", articles.report, name="report-fault"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<path:key>/", sources.source, name="source"),
    path("editorial-policy/", policy.policy, name="editorial-policy"),
]
