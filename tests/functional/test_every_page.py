"""Every page of the site: reachable, accessible (axe), no wider than a phone, and in good HTML."""

from __future__ import annotations

import html.parser
from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional import accessible
from tests.functional.conftest import Site, Visit
from tests.functional.walking import Found, table, walk

EVERYBODY = ("", "rana", "ada", "ben", "edith", "adam")
NO_PAGES = (
    "health",
    "ready",
    "run-events",
)
"""Routes that give no page for people; those of programs are under `PROGRAMS`."""
PROGRAMS = ("api/", "cds-services", "fhir/", "feeds/", "sitemap", "robots")


@pytest.fixture(scope="package")
def reached(chromium: Any, site: Site, entries: dict[str, Any]) -> dict[str, list[Found]]:
    """What each person reaches by links from the first page, and from the articles in each state."""
    from tests.functional.conftest import entry

    found = {}
    for who in EVERYBODY:
        state = entry(chromium, site, entries, who) if who else None
        context = chromium.new_context(base_url=site.house.address, storage_state=state)
        starts = ["/", *(site.article(name) for name in ("rash", "b12"))]
        found[who] = walk(context.request, starts)
        context.close()
    return found


def test_no_link_leads_nowhere(reached: dict[str, list[Found]]) -> None:
    broken = [
        f"{who or 'a visitor'}: {one.path} ({one.status}), linked from {one.linked_from}"
        for who, pages in reached.items()
        for one in pages
        if one.status >= 400
    ]
    assert not broken, "\n".join(broken)


def test_every_page_of_the_url_table_is_reached_by_somebody(reached: dict[str, list[Found]]) -> None:
    names = {one.name for pages in reached.values() for one in pages}
    pages = {
        name: pattern
        for name, pattern in table().items()
        if name not in NO_PAGES and not pattern.startswith(PROGRAMS)
    }
    missed = [f"{name}: {pattern}" for name, pattern in pages.items() if name not in names]
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize("who", EVERYBODY)
def test_axe_finds_nothing(visit: Visit, reached: dict[str, list[Found]], who: str) -> None:
    page = visit(who or None)
    told = []
    for one in _own(reached, who):
        page.goto(one.path)
        told += accessible.faults(page, one.path)
        if wider := accessible.too_wide(page):
            told.append(f"{one.path}: {wider} px wider than a phone")
        told += [f"{one.path}: a target of {small}" for small in accessible.small_targets(page)]
    assert not told, "\n".join(told)


def _own(reached: dict[str, list[Found]], who: str) -> Iterator[Found]:
    """One page of each route that nobody earlier in the list reaches, and the first page, whose menu differs."""
    before = EVERYBODY[: EVERYBODY.index(who)]
    known = {one.name for other in before for one in reached[other] if one.page and one.status == 200}
    for one in reached[who]:
        if one.page and one.status == 200 and (one.name not in known or one.path == "/"):
            known.add(one.name)
            yield one


class _Outline(html.parser.HTMLParser):
    """Headings, landmarks, ids, and what a strict policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if "style" in given or any(name.startswith("on") for name in given) or tag == "style":
            self.forbidden.append(self.get_starttag_text() or tag)
        if tag == "script" and not given.get("src") and given.get("type") not in ("application/ld+json",):
            self.forbidden.append(self.get_starttag_text() or tag)


def test_each_page_has_one_first_heading_no_level_left_out_no_id_twice_and_nothing_inline(
    visit: Visit, reached: dict[str, list[Found]]
) -> None:
    told = []
    for who in EVERYBODY:
        page = visit(who or None)
        for one in _own(reached, who):
            outline = _Outline()
            outline.feed(page.request.get(one.path).text())
            levels = outline.headings
            if levels.count(1) != 1:
                told.append(f"{one.path}: {levels.count(1)} first headings")
            told += [f"{one.path}: h{b} after h{a}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
            told += [f"{one.path}: id {i} twice" for i in set(outline.ids) if outline.ids.count(i) > 1]
            told += [f"{one.path}: inline: {f[:120]}" for f in outline.forbidden]
    assert not told, "\n".join(told)
