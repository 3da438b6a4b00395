"""Names after a title that the plain rule of `names.py` does not settle.

Titles of other countries and of rank; titles that clinicians and authors bear too ("Prof", "Dr", "Sister"), which count
only where something says that a patient is meant; and names in one case throughout ("mrs jane doe", "MR DAVID COX").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curbside.language import lexicon
from curbside.language.identifiers.letters import UPPER
from curbside.language.identifiers.people import listed
from curbside.language.identifiers.people import table as people
from curbside.language.identifiers.spans import PatientIdentifier
from curbside.language.patterns import Lazy

_LETTER = r"[^\W\d_]"
_WORD = rf"(?:{_LETTER}['’])?{_LETTER}+(?:[-’'](?!s\b){_LETTER}+)*"
_CAPITAL = rf"(?:[A-Z]\.|(?:[A-Z]['’])?{UPPER}\w*(?:[-’'](?!s\b)\w+)*)"
# After the name: an age, or what only a patient has, takes or weighs.
SIGN = (
    r"(?:,?\s*[(,\[]\s*(?:aged? )?\d{1,3}(?=\s?(?:[,;)\]MFy]|with\b|on\b|and\b|has\b|$))|\s+(?:is|"
    r"was) (?:aged )?\d{1,3}(?!\d|[./%])|\s+(?:is|was) (?:my|our|a|the) patient\b|"
    r",?\s+\d{1,2} ?(?:/40|(?:weeks?|wks) pregnant)\b|"
    r",?\s+\d{1,3}(?=,| ?(?:yo|y/o|yrs?|years old|kg)\b)|"
    r",?\s+(?:who )?(?:takes|weighs|needs|"
    r"presented|presents|collapsed|fell|has been (?:admitted|diagnosed)|(?:is|was|were) (?:on|admitted|taking|"
    r"diagnosed|"
    r"pregnant|allergic|due|known|in|feeling|unwell|breathless|confused|tired|bleeding|dizzy)|lives|suffers|complains|"
    r"feels|had (?:a|an|his|her|two|three)\b(?! (?:look|point|paper|study|trial|different))|"
    r"has (?!(?:\w+ly )?(?:\w+ed\b|shown|written|found|said|given|made|put|set|led|done|taught|argued|an? (?:paper|"
    r"study|trial|"
    r"different|new|protocol|point|view|list|practice|clinic)\b|always|never|also|often|no (?:view|opinion)|to\b))|"
    r"(?:aged|DOB|MRN)\b|weighing|on (?:\w+ )?\w+ \d|with (?!(?:colleagues|co-?workers|others|his|her|their|the team|"
    r"an? team)\b))"
    r"|['’]s (?:B12|ferritin|INR|eGFR|creatinine|potassium|sodium|haemoglobin|hemoglobin|Hb|HbA1c|BP|blood|weight|"
    r"kidney|"
    r"renal|liver|pain|symptoms|next of kin)\b)"
)
_BEFORE = (
    r"(?i:\b(?:patient(?: is|:)?|pt|treating|seeing|admitted|reviewing|visiting|looking after|safe (?:for|in)|"
    r"right for|"
    r"dose for|given to|referred))"
)


@cache
def _patterns() -> dict[str, Lazy]:
    table = people()
    particles = "|".join(table["particles"])
    small = rf"(?:(?i:{particles})\s+){{0,2}}"
    late = rf"{small}{_CAPITAL}(?:\s+{small}{_CAPITAL}){{0,3}}"
    foreign = "|".join(sorted(table["titles_of_rank"], key=len, reverse=True))
    shared = "|".join(sorted(table["titles_shared"], key=len, reverse=True))
    plain = "|".join(sorted([*table["titles"], *table["titles_of_rank"]], key=len, reverse=True))
    return {
        "rank": Lazy(rf"(?<!\w )(?<![\w.-])(?P<title>{foreign})\b\.?\s+(?P<name>{late})"),
        "rank_within": Lazy(rf"(?<=[a-z,;:] )(?P<title>{foreign})\b\.?\s+(?P<name>{late})"),
        "shared": Lazy(rf"(?<![\w-])(?P<title>{shared})\b\.?\s+(?P<name>{late})(?={SIGN})"),
        "shared_after": Lazy(rf"{_BEFORE}\s+(?P<title>{shared})\b\.?\s+(?P<name>{late})"),
        "any_case": Lazy(
            rf"(?<![\w-])(?P<title>(?i:{plain}))\b\.?\s+"
            rf"(?P<name>(?:(?![aAiI]\s)[A-Za-z](?:\.\s?|\s+)){{0,2}}{small}{_WORD}(?:\s+{small}{_WORD})?)"
        ),
    }


def titled(text: str) -> Iterator[PatientIdentifier]:
    """Names with a title in `text`; the title is part of the name."""
    for kind, pattern in _patterns().items():
        for match in pattern.finditer(text):
            end = _any_case_end(text, match) if kind == "any_case" else _capital_end(text, match)
            if end is not None:
                yield PatientIdentifier("name", match.start("title"), end)


def _capital_end(text: str, match: re.Match[str]) -> int | None:
    """Where the name ends, without the words after it that are none; None for that of a thing or a work."""
    end = None
    for number, word in enumerate(re.finditer(r"\S+", match["name"])):
        bare = word.group().strip(",.'’").lower()
        if bare in listed()["not_after_rank"] or (number and _stops(word.group())):
            break
        if bare not in listed()["particles"]:
            end = match.start("name") + word.end()
    after = re.compile(r"(?:'s|’s)?[\s-]+([A-Za-z]+)").match(text, end) if end is not None else None
    return None if after is not None and after[1].lower() in listed()["things"] else end


def _any_case_end(text: str, match: re.Match[str]) -> int | None:
    """Where a name in one case ends, or one in small letters after a title with a capital."""
    words = list(re.finditer(r"\S+", match["name"]))
    names = [w for w in words if len(w.group().strip(".")) > 1 and w.group().lower() not in listed()["particles"]]
    names = names or words[-1:]
    first = names[0]
    start = match.start("name")
    if not _first(text, match["title"], first.group(), start + first.end()):
        return None
    end = start + first.end()
    if len(names) > 1 and _second(first.group(), names[1].group()):
        end = start + names[1].end()
    return end


def _first(text: str, title: str, word: str, end: int) -> bool:
    """Whether the word after a title is a surname or a given name, in any case."""
    lower = word.lower()
    signed = re.compile(SIGN, re.IGNORECASE).match(text, end) is not None
    if len(lower) < 2 or title not in (title.lower(), title.upper(), title.capitalize()):
        return False
    if title.isupper() and not word.isupper():
        known_name = lower in listed()["surnames"] | listed()["given"]
        return known_name and (word[0].isupper() or lower not in listed()["surnames_of_words"])
    if lower in listed()["surnames_of_words"]:
        return signed or (word[0].isupper() and title.istitle())
    if lower in listed()["resonance"] or lower in listed()["not_names"] or lower in listed()["things"]:
        return False
    if lower in listed()["given"] or lower in listed()["surnames"]:
        return True
    if word.islower() and lower in listed()["prose"]:
        return False
    if title == "MR":
        return signed and not _abbreviation(word)
    if title.lower() in ("mr", "mrs", "mister"):
        return not lexicon.find(word, "drug") and (
            not word.isupper() or title.lower() != "mr" or not _abbreviation(word)
        )
    return signed and title.lower() in ("miss", "ms") and title != "MS" and not _stops(word)


def _second(first: str, word: str) -> bool:
    """Whether the second word goes on with the name."""
    lower = word.lower()
    if first.lower() not in listed()["given"] and first.lower() not in listed()["surnames_of_words"]:
        return lower in listed()["surnames"] and not _abbreviation(word)
    if first[0].isupper() and word[0].islower() and lower not in listed()["surnames"]:
        return False
    if lower in listed()["surnames_of_words"] and word.istitle():
        return True
    return not (_stops(word) or _abbreviation(word) or lower.endswith(("ed", "ing")))


def _stops(word: str) -> bool:
    lower = word.strip(",.'’").lower()
    if lower in listed()["not_names"] or lower in listed()["resonance"] or any(c.isdigit() for c in word):
        return True
    return bool(lexicon.find(word, "drug") or lexicon.find(word, "condition"))


def _abbreviation(word: str) -> bool:
    """Whether capitals read as an abbreviation and not as a surname that is known."""
    known = word.lower() in listed()["surnames"] | listed()["surnames_of_words"]
    return word.isupper() and len(word) <= 4 and not known
