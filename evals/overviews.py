"""Makes overviews of every starter source and topic, and checks each by rules that know nothing of how it is made.

    python evals/overviews.py [--practice DATA_DIR] [--write] [--jurisdiction CODE]

Also of the invented guidelines in `tests/fixtures/overviews` (one for each grading system), and with --practice of 20
labels and full texts of DATA_DIR/formats, chosen by rule: every label that can be read, then the full texts with the
most grades by `overview_rules.RAW_GRADES`, ties by the SHA-256 of the file's name. Each at every length. The checks:
every grade of the raw text is shown or listed as left out; no statement twice or nearly; none dangling; the contract
(`evals/contract.py`); every dose with its contraindications, where the library has a sentence that names the drug and
"contraindicated". --write puts the figures into docs/overviews.md. Exit code 1 where a check failed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked
from evals.contract import violations
from evals.overview_rules import RAW_GRADES, dangling, raw_grades, repeated, ungraded

from curbside import __version__
from curbside.cli.main import run
from curbside.errors import LibraryError
from curbside.interop.overview import as_json
from curbside.library import Library
from curbside.overviewing.overviewer import Overviewer
from curbside.retrieval.opening import open_home
from curbside.settings import Settings
from curbside.types import Source, Span

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "overviews.md"
INVENTED = ROOT / "tests" / "fixtures" / "overviews"
LENGTHS = ("short", "standard", "full")
PRACTICE = 20
CHECKS = ("grades", "twice", "dangling", "contract", "doses")


@dataclass(frozen=True, slots=True)
class Result:
    """One overview. problems: by check. words: None where it was refused."""

    group: str
    name: str
    length: str
    words: int | None
    grades: int
    left_out: int
    milliseconds: float
    problems: dict[str, list[str]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and say the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--practice", type=Path, metavar="DATA_DIR")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--jurisdiction", default="uk")
    given = parser.parse_args(arguments)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        results += list(_starter(Path(folder) / "starter", given.jurisdiction))
        results += list(_ingested(Path(folder) / "invented", "invented", [INVENTED], given.jurisdiction))
        if given.practice:
            files = practice_files(given.practice / "formats")
            results += list(_ingested(Path(folder) / "practice", "practice", files, None))
    body = report(results)
    print(body)
    for r in results:
        for check, problems in r.problems.items():
            for problem in problems:
                print(f"{r.group} {r.name} ({r.length}): {check}: {problem}")
    if given.write:
        command = "python evals/overviews.py --write" + (" --practice DATA_DIR" if given.practice else "")
        today = datetime.now(tz=UTC).date().isoformat()
        marked.write(PAGE, {"overviews": f"*{today}, version {__version__}:* `{command}`\n\n{body}"})
    return 1 if any(r.problems for r in results) else 0


def practice_files(formats: Path) -> list[Path]:
    """The labels, then full texts until there are `PRACTICE`, as the docstring of this script says."""
    labels = sorted(p for p in (formats / "spl").iterdir() if p.is_file() and p.stat().st_size > 10_000)
    texts = (p for p in (formats / "jats").iterdir() if p.is_file())
    ranked = sorted(texts, key=lambda p: (-_grades_in(p), hashlib.sha256(p.name.encode()).hexdigest()))
    return [*labels, *ranked][:PRACTICE]


def _grades_in(path: Path) -> int:
    return len(RAW_GRADES.findall(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8", errors="replace"))))


def _starter(home: Path, jurisdiction: str) -> Iterator[Result]:
    with Overviewer(Settings(home, jurisdiction), *open_home(home)) as overviewer:
        sources = [s.id for s in overviewer.library.sources()]
        topics = sorted({t for s in overviewer.library.sources() for t in s.topics})
        yield from _made(overviewer, "starter sources", sources)
        yield from _made(overviewer, "starter topics", topics)


def _ingested(home: Path, group: str, files: Iterable[Path], jurisdiction: str | None) -> Iterator[Result]:
    settings = Settings(home, jurisdiction)
    if run(["init", "--empty", "--home", str(home)]) or run(["ingest", *map(str, files), "--home", str(home)]) > 1:
        raise SystemExit(f"The {group} files could not be read.")
    with Overviewer(settings, *open_home(home, starters=False)) as overviewer:
        yield from _made(overviewer, group, [s.id for s in overviewer.library.sources()])


def _made(overviewer: Overviewer, group: str, names: Iterable[str]) -> Iterator[Result]:
    for name in names:
        for length in LENGTHS:
            begun = time.perf_counter()
            result = overviewer.overview(name, length=length)
            spent = (time.perf_counter() - begun) * 1000
            body = json.loads(json.dumps(as_json(result, overviewer.library.read_span)))
            yield _checked(overviewer.library, group, name, length, body, spent)


def _checked(library: Library, group: str, name: str, length: str, body: dict[str, Any], spent: float) -> Result:
    def read(source: str, content_hash: str, start: int, end: int) -> str:
        try:
            return library.read_span(Span(source, content_hash, start, end))
        except LibraryError as error:
            raise LookupError(str(error)) from error

    overview = body["overview"]
    sources = [library.get(s["id"]) for s in overview["sources"]] if overview else []
    found = {
        "grades": [p for s in sources for p in ungraded(s, body)],
        "twice": list(repeated(body)),
        "dangling": list(dangling(body)),
        "contract": violations(body, read),
        "doses": list(_bare_doses(library, body)),
    }
    return Result(
        group,
        name,
        length,
        overview["words"] if overview else None,
        sum(map(raw_grades, sources)),
        len(overview["left_out"]) if overview else 0,
        spent,
        {check: problems for check, problems in found.items() if problems},
    )


def _bare_doses(library: Library, body: dict[str, Any]) -> Iterator[str]:
    """Doses without contraindications, where the library has a sentence that names the drug and "contraindicated"."""
    for drug in dict.fromkeys(r["drug"] for r in body["regimens"]):
        beside = any(r["beside"]["contraindications"] for r in body["regimens"] if r["drug"] == drug)
        told = any(f"Contraindications of {drug}: not in" in line for line in body["not_found"])
        if not beside and not told:
            yield f"{drug}: nothing is said of contraindications"
        if not beside and (where := next(_contraindicating(library, drug), None)):
            yield f"{drug}: contraindications are said to be missing; {where}"


def _contraindicating(library: Library, drug: str) -> Iterator[str]:
    for source in _sources(library):
        for unit in source.units:
            said = source.text[unit.start : unit.end]
            if re.search(rf"\b{re.escape(drug)}\b[^.]*\bis contraindicated\b", said, re.IGNORECASE):
                yield f"{source.id}: {said[:80]}"


def _sources(library: Library) -> Iterator[Source]:
    for described in library.sources():
        source = library.get(described.id)
        if source.status.state not in ("retracted", "withdrawn"):
            yield source


def report(results: Sequence[Result]) -> str:
    """The figures as a table, one row for each group and length."""
    rows = []
    for group in dict.fromkeys(r.group for r in results):
        for length in LENGTHS:
            some = [r for r in results if (r.group, r.length) == (group, length)]
            made = [r for r in some if r.words is not None]
            times = sorted(r.milliseconds for r in some)
            failed = [str(sum(len(r.problems.get(check, ())) for r in some)) for check in CHECKS]
            rows.append(
                (
                    group,
                    length,
                    f"{len(made)} of {len(some)}",
                    f"{median(r.words or 0 for r in made):.0f} ({max(r.words or 0 for r in made)})",
                    str(sum(r.grades for r in made)),
                    str(sum(r.left_out for r in made)),
                    *failed,
                    f"{median(times):.0f} ms ({times[-1]:.0f} ms)",
                )
            )
    header = ("of", "length", "made", "words: median (most)", "grades in the sources", "graded units left out")
    return marked.table((*header, *(f"failed: {c}" for c in CHECKS), "time: median (most)"), rows)


if __name__ == "__main__":
    sys.exit(main())
