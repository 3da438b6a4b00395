"""Every page of the site: reachable, accessible (axe), no wider than a phone, and in good HTML."""

from __future__ import annotations

import html.parser
import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.functional import accessible, acting, sources
from tests.functional.conftest import Site, Visit, entry
from tests.functional.walking import FILES, Found, table, walk

EVERYBODY = ("", "rana", "ada", "ben", "edith", "adam")
SENT = {
    "account_describe",
    "account_interests",
    "assign",
    "change_person",
    "delivery-again",
    "end_credential",
    "review_decide",
    "review_take",
    "review_verdicts",
    "token-revoke",
    "verify_credential",
    "webhook-stop",
    "withdraw",
    "write_change",
    "write_check",
    "write_from_overview",
    "write_from_question",
    "write_from_run",
    "write_rendition",
}
"""Addresses of forms, which are sent to and not looked at."""
PROGRAMS = ("api/", "cds-services", "fhir/", "feeds/", "sitemap", "robots")
ELSEWHERE = {
    "set_password",  # test_an_administrator_adds_somebody_who_sets_a_password_and_reviews
    "account_inactive",
    "mfa_authenticate",  # test_somebody_adds_a_second_factor_and_logs_in_with_it, and the next four
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_reauthenticate",
}
"""Pages that are looked at in a journey, where they are reached."""
SAME = {"account_login": "login", "account_logout": "logout"}
"""Two names of one address."""


@pytest.fixture(scope="package")
def reached(chromium: Any, site: Site, entries: dict[str, Any]) -> dict[str, list[Found]]:
    """What each person reaches by links from the first page, and from a question or a text of theirs."""
    found = {}
    for who in EVERYBODY:
        state = entry(chromium, site, entries, who) if who else None
        context = chromium.new_context(base_url=site.house.address, storage_state=state)
        starts = ["/", *(site.article(name) for name in ("rash", "b12"))]
        if who == "rana":
            page = context.new_page()
            acting.ask(page, sources.RASH.question)
            starts.append(urlsplit(page.url).path)
        if who == "ada":
            page = context.new_page()
            page.goto(f"/write/{site.slugs['shiver']}/")
            if (edit := page.get_by_role("button", name="Edit", exact=True)).count():
                edit.click()
            starts.append(urlsplit(page.url).path)
        if who:
            starts += ["/account/logout/", "/account/reauthenticate/"]
        found[who] = walk(context.request, starts)
        context.close()
    return found


def test_no_link_leads_nowhere(visit: Visit, reached: dict[str, list[Found]]) -> None:
    """A link counts where it is still there: a journey beside this one may have moved what it led to meanwhile."""
    failing = [(who, one) for who, pages in reached.items() for one in pages if one.status >= 400]
    broken = [
        f"{who or 'a visitor'}: {one.path} ({one.status}), linked from {one.linked_from}"
        for who, one in failing
        if _still_links(visit(who) if who else visit(), one)
    ]
    assert not broken, "\n".join(broken)


def _still_links(page: Any, one: Found) -> bool:
    page.goto(one.linked_from or "/")
    return bool(page.locator(f'a[href="{one.path}"]').count())


def test_every_page_of_the_url_table_is_reached_by_somebody(reached: dict[str, list[Found]]) -> None:
    names = {one.name for pages in reached.values() for one in pages}
    names |= {other for other, one in SAME.items() if one in names}
    elsewhere = SENT | FILES | ELSEWHERE
    pages = {
        name: pattern for name, pattern in table().items() if name not in elsewhere and not pattern.startswith(PROGRAMS)
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
            told += [f"{one.path}: h{b} after h{a}" for a, b in itertools.pairwise(levels) if b > a + 1]
            told += [f"{one.path}: id {i} twice" for i in set(outline.ids) if outline.ids.count(i) > 1]
            told += [f"{one.path}: inline: {f[:120]}" for f in outline.forbidden]
    assert not told, "\n".join(told)
