"""One house and one server for all, a browser for each worker; no page may log an error or ask anything elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.functional import sharing, sources
from tests.functional.house import House
from tests.functional.sharing import Site

CHROMIUM = Path("/usr/bin/chromium")
FOLDER = Path(__file__).parent
PASSWORD = "a long pass phrase of tests"

SETTINGS = {
    "CURBSIDE_SITE_ASKING": "anyone",
    "CURBSIDE_SITE_LIMITS": "ask=10000,work=10000,report=10000",
    "CURBSIDE_ALLOW": "criteria,schedules,cards,patients",
}
WANTED = {
    "questions": {
        "b12": "What is the recommended intramuscular methylcobalamin course for vitamin B12 deficiency with "
        "peripheral neuropathy and body pain?",
        "rash": sources.RASH.question,
        "fever": sources.FEVER.question,
        "gap": f"What is the dose of {sources.FEVER.drug} for the {sources.FEVER.condition} with tinnitus in adults?",
        "cough": sources.COUGH.question,
        "hiccup": sources.HICCUP.question,
        "sneeze": sources.SNEEZE.question,
        "itch": sources.ITCH.question,
        "chill": sources.CHILL.question,
        "shiver": sources.SHIVER.question,
    },
    "approved": ["b12", "rash", "fever", "gap"],
    "submitted": ["cough", "hiccup", "sneeze"],
    "high_risk": sources.HICCUP.drug,
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's process is not held by pytest-socket, ours is, and asks the server whether it is ready."""
    for item in items:
        if item.path.is_relative_to(FOLDER):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all workers of the run, so in the folder above those of the workers."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with sharing.shared(run / "functional", SETTINGS, fill) as made:
        yield made


def fill(house: House) -> dict[str, str]:
    """The demonstration, the invented sources and the articles on them: their slugs by a short name."""
    home = str(house.home)
    house.curbside("init", "--jurisdiction", "uk", "--home", home)
    house.curbside("ingest", "--home", home, str(sources.write(house.home.with_name(house.home.name + "-sources"))))
    house.curbside("demo-data", "--home", home)
    slugs: dict[str, str] = json.loads(house.script(FOLDER / "making.py", json.dumps(WANTED)).splitlines()[-1])
    return slugs


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser. Of the package and not of the session: while Playwright runs, its event loop does too, in which
    other tests could use neither asyncio nor Django's database."""
    if not CHROMIUM.exists():
        pytest.skip(f"There is no {CHROMIUM}; on Debian: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason='pip install "curbside[dev]"')
    with api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


@dataclass
class Watched:
    """What pages did that none may do."""

    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def watch(self, page: Any, address: str) -> None:
        host = urlsplit(address).netloc
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda told: self._console(page, told))
        page.on("request", lambda asked: self._request(page, asked.url, host))
        page.on("response", lambda got: self._response(got))

    def _console(self, page: Any, told: Any) -> None:
        if told.type == "error":
            self.faults.append(f"{page.url}: console: {told.text}")

    def _request(self, page: Any, url: str, host: str) -> None:
        if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != host:
            self.faults.append(f"{page.url} asked for {url}")

    def _response(self, got: Any) -> None:
        if got.status >= 500:
            self.faults.append(f"{got.url}: status {got.status}")

    def told(self) -> list[str]:
        """The faults but for those that a test expects, by a part of their words."""
        return [f for f in self.faults if not any(e in f for e in self.expected)]


Visit = Callable[..., Any]


@pytest.fixture(scope="package")
def entries(chromium: Any, site: Site) -> dict[str, Any]:
    """The cookies of those who have logged in, by user name."""
    return {}


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def visit(chromium: Any, site: Site, entries: dict[str, Any], watched: Watched) -> Iterator[Visit]:
    """Opens a browser of its own for somebody: `visit("ada", script=False, width=390, dark=True)`."""
    opened = []

    def come(who: str | None = None, *, script: bool = True, width: int = 1280, dark: bool = False) -> Any:
        context = chromium.new_context(
            base_url=site.house.address,
            storage_state=entry(chromium, site, entries, who) if who else None,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(8000)
        opened.append(context)
        page = context.new_page()
        watched.watch(page, site.house.address)
        return page

    yield come
    for context in opened:
        context.close()
    assert watched.told() == []


def entry(chromium: Any, site: Site, entries: dict[str, Any], who: str) -> Any:
    """The cookies of somebody, who logs in the first time."""
    if who not in entries:
        entries[who] = _logged_in(chromium, site.house.address, who)
    return entries[who]


def _logged_in(chromium: Any, address: str, who: str) -> Any:
    context = chromium.new_context(base_url=address)
    context.set_default_timeout(8000)
    page = context.new_page()
    log_in(page, who)
    state = context.storage_state()
    context.close()
    return state


def log_in(page: Any, who: str, password: str = PASSWORD) -> None:
    """By the link and the form, as people do."""
    page.goto("/")
    page.get_by_role("link", name="Log in").click()
    page.get_by_label("Name of the account").fill(who)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()
