"""The table of words by which names of people are known (`data/people.toml`), read once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from curbside.language import lexicon, notices
from curbside.language.identifiers.letters import UPPER
from curbside.language.patterns import Lazy

_CAPITALISED = re.compile(rf"(?<![\w-]){UPPER}[^\W\d_]+(?!\w)")

_ENDINGS = re.compile(
    r"(?:tion|sion|ment|itis|osis|a?emia|uria|ology|pathy|plasty|ectomy|scopy|graphy|gram|ical|ity|ness|ous|"
    r"ative|cillin|coccus|cocci|bacter|bacteria|iae|virus|phage|cyte|genic|tropic|trophic|oid|oma|omas|[ltdr]ase|ics|"
    r"[ntdil]ary|ency|plasia|xia|trophy|plegia|lysis|spasm|[yo]tonia|kinesia|kalaemia|tumou?rs|clonus|phobia|penia|opia|"
    r"algia|aneurysms?|paralys[ei]s|[a-z]{4}oses|optic|borne|[dlgtn][ae]nce|[a-z]{3}[ai]ble|ism|ologists?|iatrists?|"
    r"agonists?|ship|[a-z]{4}(?<!g)ate|[a-z]{4}(?<!s)ide|[ltb]ose|ium|azole|mab|nib|vir|amine|idine|azine|zepam)$"
)
_AFTER = re.compile(r"(?:'s|’s)?(?:[\s-]+([A-Z][a-z]+))?[\s-]+([a-zA-Z]+)")


@cache
def table() -> dict[str, Any]:
    """The lists as written: the parts of patterns."""
    return notices.load("people.toml")


@cache
def listed() -> dict[str, frozenset[str]]:
    """The lists in small letters, to look a word up in."""
    return {key: frozenset(word.lower() for word in values) for key, values in table().items()}


@cache
def _given() -> frozenset[str]:
    return frozenset(table()["given"])


def at_given(pattern: Lazy, text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin with a given name of the table.

    The names are looked up, since a pattern of them all takes longer to compile than a question to answer.
    """
    for word in _CAPITALISED.finditer(text):
        match = pattern.match(text, word.start()) if word.group() in _given() else None
        if match is not None:
            yield match


def is_given(match: re.Match[str]) -> bool:
    """Whether the group `given` of a match, where it has one, is a given name of the table."""
    return match.groupdict().get("given") is None or match["given"] in _given()


@cache
def _ordinary_words() -> frozenset[str]:
    keys = (
        "not_names",
        "things",
        "resonance",
        "eponyms",
        "prose",
        "places",
        "relations",
        "not_after_rank",
        "handing_over",
    )
    return frozenset().union(*(listed()[key] for key in keys))


def known(word: str) -> bool:
    """Whether a word is a given name or a surname of the table, or has one beside a hyphen."""
    return any(part in listed()["given"] or part in listed()["surnames"] for part in word.lower().split("-"))


def ordinary(word: str, sure: bool = False) -> bool:
    """Whether a capitalised word is one of prose or of medicine, a place or, unless `sure`, an eponym."""
    bare = re.sub(r"['’]s$", "", word.strip(",.;:'’()")).lower()
    if len(bare.replace(".", "")) < 3 and word[0].isupper() and (len(bare) == 1 or "." in bare):
        return False
    stopped = _ordinary_words() - listed()["eponyms"] if sure else _ordinary_words()
    for part in (bare, *bare.split("-")):
        if part in stopped or (len(part) > 4 and _ENDINGS.search(part) and not known(part)):
            return True
    return any(c.isdigit() for c in word) or bool(lexicon.find(word, "drug") or lexicon.find(word, "condition"))


def of_a_thing(text: str, end: int, name: str) -> bool:
    """Whether a name that ends at `end` is that of a thing ("Charles Bonnet syndrome", "Alexander disease")."""
    things = listed()["things"] | {f"{word}s" for word in listed()["things"]}
    if any(part in listed()["eponyms"] for part in re.split(r"[\s-]+", name.lower())):
        things = things | listed()["things_of_eponyms"]
    after = _AFTER.match(text, end)
    return after is not None and any(word and word.lower() in things for word in after.groups())
