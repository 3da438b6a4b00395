"""Every page that somebody reaches by following links, by the name of its route."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, get_resolver, resolve

OF_A_ROUTE = 3
"""How many addresses of one route are followed; a list of sources has a hundred alike."""
ALL_OF = {"history", "review_one"}
"""Routes of which each is followed: only some articles have two revisions to compare."""
FILES = {"article-file", "revision-file", "run-file", "health", "ready", "run-events", "article-jsonld", "schedule"}
"""No pages, so they are not followed: other tests fetch the files of one article, since a PDF takes a while to draw."""


@dataclass(frozen=True)
class Found:
    """A page as somebody got it. name: of its route. page: whether it is HTML."""

    path: str
    name: str
    status: int
    page: bool
    linked_from: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.append(str(given["href"]))


def links(html: str, path: str) -> list[str]:
    """The addresses of this site that a page leads to, in their order, each once, without what is after #."""
    parser = _Links()
    parser.feed(html)
    here = f"http://site{path}"
    whole = [urlsplit(urljoin(here, href)) for href in parser.found]
    own = [f"{u.path}?{u.query}" if u.query else u.path for u in whole if u.netloc == "site"]
    return list(dict.fromkeys(own))


def route(path: str) -> str:
    """The name of the route of an address, "" where there is none."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    return match.view_name or match.route


def walk(request: Any, starts: list[str]) -> list[Found]:
    """Follow links from there, as whoever the cookies of `request` belong to."""
    waiting, found = [(s, "") for s in starts], []
    known, counted = set(starts), dict[str, int]()
    while waiting:
        path, source = waiting.pop(0)
        answer = request.get(path, max_redirects=5)
        html = answer.headers.get("content-type", "").startswith("text/html")
        found.append(Found(path, route(path), answer.status, html, source))
        if not html or answer.status != 200:
            continue
        for link in links(answer.text(), path):
            name = route(link)
            if link in known or name in FILES or (name not in ALL_OF and counted.get(name, 0) >= OF_A_ROUTE):
                continue
            known.add(link)
            counted[name] = counted.get(name, 0) + 1
            waiting.append((link, path))
    return found


def table() -> dict[str, str]:
    """Every route of the site: its name (its pattern where it has none) and its pattern."""
    return dict(_patterns(get_resolver(), ""))


def _patterns(resolver: Any, before: str) -> Any:
    for one in resolver.url_patterns:
        whole = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            space = f"{one.namespace}:" if one.namespace else ""
            yield from ((f"{space}{name}" if name else whole_, whole_) for name, whole_ in _patterns(one, whole))
        else:
            yield (one.name or "", whole) if one.name else (re.sub(r"\s+", "", whole), whole)
