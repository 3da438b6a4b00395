"""The addresses of editorial work."""

from __future__ import annotations

from django.urls import URLPattern, path

from curbside_site.pages.editorial import editing, reviewing, sources, writing

urlpatterns: list[URLPattern] = [
    path("write/", writing.mine, name="write"),
    path("write/add-source/", sources.add, name="add_source"),
    path("write/from-run/<uuid:run>/", writing.from_run, name="write_from_run"),
    path("write/from-overview/", writing.from_overview, name="write_from_overview"),
    path("write/from-question/", writing.from_question, name="write_from_question"),
    path("write/<slug:slug>/", writing.article, name="write_article"),
    path("write/<slug:slug>/rendition/", writing.rendition, name="write_rendition"),
    path("write/<slug:slug>/check/", writing.check, name="write_check"),
    path("write/<slug:slug>/do/<slug:do>/", writing.change, name="write_change"),
    path("write/<slug:slug>/sources/", sources.choose, name="choose_source"),
    path("write/<slug:slug>/sources/<path:source>/", sources.sentences, name="choose_sentences"),
    path("review/", reviewing.waiting, name="review"),
    path("review/<slug:slug>/<int:number>/", reviewing.one, name="review_one"),
    path("review/<slug:slug>/<int:number>/take/", reviewing.take, name="review_take"),
    path("review/<slug:slug>/<int:number>/verdicts/", reviewing.verdicts, name="review_verdicts"),
    path("review/<slug:slug>/<int:number>/decide/", reviewing.decide, name="review_decide"),
    path("review/<slug:slug>/<int:number>/assign/", editing.assign, name="assign"),
    path("board/", reviewing.board, name="board"),
    path("editing/", editing.editing, name="editing"),
    path("editing/policy/", editing.policy, name="policy"),
    path("editing/lapses/", editing.lapses, name="lapses"),
    path("editing/reports/", editing.reports, name="reports"),
    path("editing/<slug:slug>/", editing.history, name="history"),
    path("editing/<slug:slug>/compare/<int:old>/<int:new>/", editing.compare, name="compare"),
    path("editing/<slug:slug>/<int:number>/withdraw/", editing.withdraw, name="withdraw"),
]
