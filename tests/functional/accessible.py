"""axe on a page as it stands, on a phone and on a desk, in light and in dark."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
_AXE = Axe()
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
_ALL = {"resultTypes": ["violations"]}


def faults(page: Any, address: str) -> list[str]:
    """What axe finds on a page, what makes it wider than a phone, and targets too small for a finger.

    Colours are looked at in both widths and both schemes, the other rules in both widths.
    """
    told = []
    for size, scheme, options in (
        (DESK, "light", _ALL),
        (DESK, "dark", _COLOURS),
        (PHONE, "dark", _ALL),
        (PHONE, "light", _COLOURS),
    ):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        for violation in _AXE.run(page, options=options).response["violations"]:
            for node in violation["nodes"][:3]:
                where = f"{address} at {size['width']} px, {scheme}"
                told.append(f"{where}: {violation['id']}: {violation['help']}: {node['html'][:160]}")
    if wider := too_wide(page):
        told.append(f"{address}: {wider} px wider than a phone")
    return told + [f"{address}: a target of {small}" for small in small_targets(page)]


def too_wide(page: Any) -> int:
    """By how many pixels the page is wider than its window, which makes readers scroll sideways."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def small_targets(page: Any) -> list[str]:
    """Buttons and fields smaller than 24 px, and links that stand alone (WCAG 2.2, 2.5.8; not links in a sentence)."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, select, textarea, input:not([type=hidden]), nav a, a.button')]
        .filter(e => e.offsetParent && !e.classList.contains('visually-hidden'))
        .map(e => [e, (e.type === 'checkbox' || e.type === 'radio') && e.closest('label') || e])
        .map(([e, area]) => [e, area.getBoundingClientRect()])
        .filter(([e, r]) => r.width > 1 && (r.width < 24 || r.height < 24))
        .map(([e, r]) => `${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 120)}`)"""
    )
    return found
