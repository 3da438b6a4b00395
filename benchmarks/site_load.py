"""How many article pages a second the site serves, how fast, and whether questions asked at once are all answered.

    python benchmarks/site_load.py [--seconds 10] [--connections 16] [--questions 20] [--json FILE] [--write]

It makes a home of its own with the starter library, an approved article of a real answer, and starts `curbside serve`
with two web processes and one worker on SQLite. The load comes from one process on the same machine, so that what it
takes itself is missing for the server. Pages are asked for as somebody without an account gets them, and as somebody
with one. Questions are asked by as many people at once, each of whom watches the stream of events. With --write the
figures go into docs/service.md.
"""

from __future__ import annotations

import argparse
import asyncio
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked

PAGE = Path(__file__).resolve().parents[1] / "docs" / "service.md"
QUESTION = "hydroxocobalamin dose for B12 deficiency with neurological involvement"
QUESTIONS = (
    QUESTION,
    "apixaban dose in atrial fibrillation",
    "adrenaline dose in anaphylaxis in adults",
    "methylcobalamin for peripheral neuropathy",
    "gabapentin starting dose in neuropathic pain",
)
START = "from curbside_site.commands import serve; serve()"
FILL = """
import json, sys
from datetime import date
from curbside_site.accounts.models import Credential, Grant, Interest, Person
from curbside_site.articles import services as articles
from curbside_site.review import services as review
from curbside_site.shelf import engine
from curbside.interop import contract

def person(name, role):
    made = Person.objects.create_user(name, password=sys.argv[2], full_name=name.title())
    Grant.objects.create(person=made, role=role, granted_by="a measurement")
    return made

with engine() as opened:
    answer = opened.ask(sys.argv[1], jurisdiction="uk", length="full")
    body = contract.as_json(answer, opened.library.read_span)
    cited = [(r.source.id, r.source.content_hash) for r in answer.references]
    kept = opened.library.save_answer(answer.question.text, json.dumps(body), cited)
ada, ben, registrar = person("ada", "author"), person("ben", "reviewer"), person("registrar", "admin")
Credential.objects.create(person=ben, title="MD", specialty="invented", register="an invented register",
                          verified_by=registrar, verified_on=date(2026, 1, 1))
Interest.objects.create(person=ben, text="none declared")
revision = articles.create(by=ada, body=body, answer=kept).latest
review.submit(by=ada, revision=revision)
review.take(by=ben, revision=revision)
for statement in review.statement_ids(revision):
    review.give_verdict(by=ben, revision=revision, statement=statement, verdict="sound")
review.approve(by=ben, revision=revision, text_hash=revision.text_hash)
from django.test import Client
client = Client(); client.force_login(ben)
print(revision.article.slug, client.cookies["sessionid"].value)
"""


@dataclass(frozen=True)
class Pages:
    """Pages served: how many a second, how long they took in milliseconds, their size in bytes, how many failed."""

    who: str
    per_second: float
    p50: float
    p95: float
    p99: float
    size: int
    failed: int


@dataclass(frozen=True)
class Asked:
    """Questions asked at once: how many were answered, how long in seconds, and what of their streams was wrong."""

    asked: int
    answered: int
    seconds: float
    slowest: float
    twice_or_lost: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="curbside-load-") as home:
        environment = {**os.environ, "CURBSIDE_HOME": home, "CURBSIDE_JURISDICTION": "uk"}
        environment |= {"CURBSIDE_SITE_ASKING": "anyone", "DJANGO_SETTINGS_MODULE": "curbside_site.settings"}
        environment |= {"CURBSIDE_SITE_LIMITS": "ask=100000,work=100000,report=100000"}
        slug, session = _fill(environment)
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "-c", START, "--port", str(port), "--processes", "2", "--workers", "1"],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(port)
            told = _measure(port, f"/articles/{slug}/", session, given)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(40)
    if given.json:
        given.json.write_text(json.dumps(told, indent=1) + "\n")
    if given.write:
        marked.write(PAGE, {"site_load": _block(told)})


def _block(told: dict[str, Any]) -> str:
    """The figures as a table with a line on the questions."""
    rows = [
        f"| {p['who']} | {p['per_second']:.0f} | {p['p50']:.1f} | {p['p95']:.1f} | {p['p99']:.1f} | {p['size']:,} "
        f"| {p['failed']} |"
        for p in told["pages"]
    ]
    asked = told["asked"]
    return "\n".join(
        (
            f"*{datetime.now(UTC).date().isoformat()}:* `python benchmarks/site_load.py --write`, SQLite, two web "
            f"processes of Granian and one worker, the client on the same {os.cpu_count()} cores; load average "
            f"{told['load']}.",
            "",
            "| an article page | pages a second | p50, ms | p95, ms | p99, ms | bytes | failed |",
            "| --- | --: | --: | --: | --: | --: | --: |",
            *rows,
            "",
            f"{asked['asked']} questions at once: {asked['answered']} answered in {asked['seconds']:.1f} s, the "
            f"slowest after {asked['slowest']:.1f} s; {asked['twice_or_lost']} streams with an event twice or lost.",
        )
    )


def _fill(environment: dict[str, str]) -> tuple[str, str]:
    start = "import django; django.setup()\nfrom django.core.management import call_command\n"
    start += "call_command('migrate', verbosity=0)\n"
    made = subprocess.run(
        [sys.executable, "-c", start + FILL, QUESTION, "a long pass phrase of a measurement"],
        env={**environment, "PYTHONWARNINGS": "ignore"},
        check=True,
        capture_output=True,
        text=True,
    )
    slug, session = made.stdout.split()[-2:]
    return slug, session


def _measure(port: int, path: str, session: str, given: argparse.Namespace) -> dict[str, Any]:
    load = f"{os.getloadavg()[0]:.1f} before"
    found = []
    for who, cookie in (("without an account", ""), ("with an account", f"sessionid={session}")):
        asyncio.run(_pages(port, path, cookie, 2, 1.0))
        pages = _summed(who, asyncio.run(_pages(port, path, cookie, given.connections, given.seconds)), given.seconds)
        print(
            f"{who}: {pages.per_second:.0f} pages/s, p50 {pages.p50:.1f} ms, p95 {pages.p95:.1f} ms, "
            f"p99 {pages.p99:.1f} ms, {pages.size:,} bytes, {pages.failed} failed"
        )
        found.append(asdict(pages))
    asked = _ask_all(port, given.questions)
    print(
        f"{asked.asked} questions at once: {asked.answered} answered in {asked.seconds:.1f} s (slowest "
        f"{asked.slowest:.1f} s), {asked.twice_or_lost} streams with an event twice or lost"
    )
    print(f"load of the machine: {load}, {os.getloadavg()[0]:.1f} after, {os.cpu_count()} cores")
    return {"pages": found, "asked": asdict(asked), "load": load}


async def _pages(port: int, path: str, cookie: str, connections: int, seconds: float) -> list[tuple[float, int, bool]]:
    found: list[tuple[float, int, bool]] = []
    end = time.perf_counter() + seconds
    sent = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "") + "\r\n"

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            began = time.perf_counter()
            writer.write(sent.encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            size = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(size)
            found.append((time.perf_counter() - began, size, head.startswith(b"http/1.1 200")))
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return found


def _summed(who: str, found: list[tuple[float, int, bool]], seconds: float) -> Pages:
    times = sorted(t * 1000 for t, _, _ in found)
    at = [times[min(int(len(times) * q), len(times) - 1)] for q in (0.5, 0.95, 0.99)]
    return Pages(who, len(found) / seconds, *at, max(s for _, s, _ in found), sum(not ok for *_, ok in found))


def _ask_all(port: int, number: int) -> Asked:
    began = time.perf_counter()
    with ThreadPoolExecutor(number) as pool:
        found = list(pool.map(lambda n: _ask(port, QUESTIONS[n % len(QUESTIONS)]), range(number)))
    seconds = time.perf_counter() - began
    answered = sum(last == "finished" for _, last, _ in found)
    return Asked(number, answered, seconds, max(t for t, _, _ in found), sum(not sound for *_, sound in found))


def _ask(port: int, question: str) -> tuple[float, str, bool]:
    """Seconds, the last event, and whether the events were numbered 1, 2, 3 ... without a gap."""
    base = f"http://127.0.0.1:{port}"
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    began = time.perf_counter()
    page = opener.open(base + "/").read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', page)
    assert token, "the page has no form"
    form = {"csrfmiddlewaretoken": token[1], "text": question, "audience": "professional", "length": "standard"}
    run = opener.open(base + "/", urllib.parse.urlencode(form).encode()).url
    numbers: list[int] = []
    last = ""
    while last not in ("finished", "failed") and time.perf_counter() - began < 300:
        request = urllib.request.Request(f"{run}events", headers={"Last-Event-ID": str(numbers[-1] if numbers else 0)})
        with opener.open(request) as stream:
            for line in stream:
                if line.startswith(b"id: "):
                    numbers.append(int(line[4:]))
                elif line.startswith(b"event: "):
                    last = line[7:].decode().strip()
    return time.perf_counter() - began, last, numbers == list(range(1, len(numbers) + 1))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/ready").read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not come up within a minute.")


if __name__ == "__main__":
    main()
