"""An article is light, quick, and asks nothing of anybody else."""

from __future__ import annotations

from typing import Any

import pytest
from tests.functional.conftest import Site, Visit

WEIGHT = 100_000
"""Bytes on the wire, without fonts."""
USABLE = 1_000
"""Milliseconds until the content is there."""


@pytest.mark.parametrize("article", ["rash", "b12"])
def test_an_article_is_under_100_kb_with_all_that_it_loads(visit: Visit, site: Site, article: str) -> None:
    page = visit()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    wire.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    page.goto(site.article(article), wait_until="networkidle")
    weight = sum(size for request, size in sizes.items() if kinds.get(request) != "Font")
    assert len(sizes) >= 2, "the page and its style"
    assert weight < WEIGHT


@pytest.mark.parametrize("width", [390, 1280])
def test_an_article_is_usable_within_a_second(visit: Visit, site: Site, width: int) -> None:
    """The best of five, since the machine that runs the tests does other things too."""
    page = visit(width=width)
    took = []
    for _ in range(5):
        page.goto(site.article("b12"))
        took.append(_content_loaded(page))
    assert min(took) < USABLE


def _content_loaded(page: Any) -> float:
    milliseconds: float = page.evaluate(
        "() => { const n = performance.getEntriesByType('navigation')[0]; "
        "return n.domContentLoadedEventEnd - n.startTime }"
    )
    return milliseconds
