"""Pages of which a script writes parts: what stands between `<!-- made: NAME -->` and `<!-- /made -->`."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

WIDTH = 110
BLOCK = re.compile(r"(?P<open><!-- made: (?P<name>[a-z_]+) -->\n).*?(?P<close><!-- /made -->)", re.DOTALL)
TIME = re.compile(r"\b\d+(?:\.\d+)? (?:ms|s)\b")


class PageError(Exception):
    """A page and the blocks made for it do not fit; `str()` says how."""


def names(page: Path) -> list[str]:
    """The blocks that a page has room for, in order."""
    return [m["name"] for m in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def write(page: Path, made: Mapping[str, str]) -> None:
    """Put `made` into its places; other blocks stay as they are.

    Raises PageError where the page has no place for one.
    """
    homeless = sorted(set(made) - set(names(page)))
    if homeless:
        raise PageError(f"{page.name} has no place for {', '.join(homeless)}.")
    text = page.read_text(encoding="utf-8")

    def put(found: re.Match[str]) -> str:
        body = made.get(found["name"])
        return found[0] if body is None else f"{found['open']}{body.strip()}\n{found['close']}"

    page.write_text(BLOCK.sub(put, text), encoding="utf-8")


def stale(page: Path, made: Mapping[str, str]) -> Iterator[str]:
    """The names of the blocks that the page has otherwise, times aside, or has no place for."""
    there = {m["name"]: m[0] for m in BLOCK.finditer(page.read_text(encoding="utf-8"))}
    for name, body in made.items():
        now = f"<!-- made: {name} -->\n{body.strip()}\n<!-- /made -->"
        if timeless(there.get(name, "")) != timeless(now):
            yield name


def timeless(text: str) -> str:
    """The text with every duration in ms or s made the same, and white space made plain (a duration moves a wrap)."""
    plain = TIME.sub("0 ms", " ".join(text.split()))
    return re.sub(r"\(\d+ lines left out here\)", "(lines left out here)", " ".join(plain.split()))


def fenced(text: str) -> str:
    """Verbatim text as a Markdown block."""
    return f"```text\n{text.rstrip()}\n```"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def wrapped(text: str, indent: str = "") -> str:
    """The text in lines that fit the page."""
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ", break_long_words=False)


def short(text: str, most: int = 90) -> str:
    """The beginning of a text, with "..." where something was cut."""
    return textwrap.shorten(text, most, placeholder=" ...")
