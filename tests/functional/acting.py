"""What people do on several journeys, by what they see: roles, labels and words."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.functional.sources import Invented

ANSWERED = 30_000
"""Milliseconds in which a question is answered, on a machine that does other things too."""


def ask(page: Any, question: str) -> None:
    """Put a question into the box and wait until its answer is there."""
    page.goto("/")
    page.get_by_role("textbox", name="question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    answer(page).wait_for(timeout=ANSWERED)


def answer(page: Any) -> Any:
    """What only a finished answer has: its references."""
    return page.get_by_role("heading", name="References")


def marks(page: Any) -> Any:
    """The marks behind statements, that stand for their quotes."""
    return page.get_by_role("main").get_by_role(
        "link", name=re.compile(r"^\W*(quote|source|reference)?\W*\d+\W*", re.I)
    )


def dose(page: Any, of: Invented) -> Any:
    """Where the dose of an invented drug stands."""
    return page.get_by_role("main").get_by_text(f"{of.dose} mg").first


def section(page: Any, heading: str) -> Any:
    """The part of the page under a heading."""
    return page.locator("section").filter(has=page.get_by_role("heading", name=heading))


def words(page: Any) -> str:
    """What can be read on the page."""
    return str(page.get_by_role("main").inner_text())


def active(page: Any) -> dict[str, str]:
    """What has the focus: its words, where it leads, its kind, and whether the focus can be seen on it."""
    found: dict[str, str] = page.evaluate(
        """() => { const e = document.activeElement, s = getComputedStyle(e);
        return {text: (e.innerText || e.value || e.getAttribute('aria-label') || '').trim(), tag: e.tagName,
        href: e.getAttribute('href') || '', id: e.id, type: e.type || '', name: e.getAttribute('name') || '',
        ring: s.outlineStyle !== 'none' && s.outlineWidth !== '0px' || s.boxShadow !== 'none' ? 'yes' : ''} }"""
    )
    return found


def tab_to(page: Any, words: str, limit: int = 150) -> dict[str, str]:
    """Press Tab until something with these words (a regular expression) has the focus; the focus is seen on the way."""
    wanted = re.compile(words, re.I)
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = active(page)
        # Of a date the browser itself marks the part (day, month, year) that is typed over.
        assert here["ring"] or here["tag"] == "BODY" or here["type"] == "date", f"one cannot see the focus on {here}"
        if wanted.search(here["text"]) or wanted.search(here["href"]) or wanted.search(here["name"]):
            return here
    raise AssertionError(f"{limit} times Tab do not lead to {words!r} on {page.url}")


def press_on(page: Any, told: str) -> None:
    """Tab to it and press Enter, which leads to another page."""
    tab_to(page, told)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reload_until(page: Any, told: re.Pattern[str], seconds: float = 45) -> None:
    """Load the page again until it says so: what a job of the worker does is not there at once."""
    until = time.monotonic() + seconds
    while not told.search(words(page)):
        assert time.monotonic() < until, f"{page.url} does not say {told.pattern!r}:\n{words(page)[:500]}"
        page.wait_for_timeout(300)
        page.reload()
