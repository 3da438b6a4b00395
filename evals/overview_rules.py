"""The checks of an overview that know nothing of how it is made: grades over the raw text, repetition, dangling.

Written from the issue before the code that they check. Amended twice, where the judge was wrong: "It is recommended
that ..." refers to nothing before it, and the items of one list share their lead-in by right. The grading systems are
those that the issue names: GRADE ("strong recommendation, low certainty"), SIGN and NICE ("Grade D", "good practice
point"), USPSTF ("B recommendation", "I statement"), ACC/AHA ("Class IIa", "COR 1, LOE B-NR"), Oxford ("level 2b
evidence"), and the starter format's "(graded by the source: ...)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from curbside.types import Source, UnitKind

RAW_GRADES = re.compile(
    r"\(graded by the source: [^\n]*?\)(?=[.;,]|\s|$)"
    r"|\b(?:strong|weak|conditional|discretionary)(?:ly)? recommendation\b"
    r"|\b(?:very[ -]low|low|moderate|high)[ -](?:certainty|quality)(?: of)?(?: the)? evidence\b"
    r"|\b(?:certainty|quality) of (?:the )?evidence\s*[:=(]\s*(?:very low|low|moderate|high)\b"
    r"|\bGRADE [12][ABC+-]+|\b[Gg]rade [12][ABC]\b"
    r"|[(\[](?:[Rr]ecommendation )?[Gg]rade:? [A-DI](?=[\s,;)\]])[^)\]]*[)\]]"
    r"|\b[Gg]rade [A-D] recommendations?\b|\b[A-D] recommendation\b|\bI statement\b"
    r"|\b[Gg]ood practice (?:point|statement)\b"
    r"|\bCOR:? ?(?:1|2a|2b|3|I|IIa|IIb|III)\b|\bLOE:? ?(?:A|B|C)(?:-[A-Z]+)?\b"
    r"|[(\[][Cc]lass (?:I{1,3}|IIa|IIb|1|2a|2b|3)(?=[\s,;:)\]])[^)\]]*[)\]]|\b[Cc]lass (?:I{1,3}|IIa"
    r"|IIb) recommendation\b"
    r"|\b[Ll]evel [1-5][abc]?[+-]* evidence\b|\b[Ll]evel of evidence:? [1-5A-D][abc+-]*(?![\w])"
    r"|[(\[][Ll]evel [A-C1-5][abc+-]*(?=[\s,;)\]])[^)\]]*[)\]]"
)
PRONOUN = re.compile(
    r"^(?!it is (?:\w+ ){0,2}?(?:recommended|suggested|advised|reasonable|important|good practice)\b)(?:it|they"
    r"|he|she|these|those|this|that|such|its|their|the (?:former|latter|same|above"
    r"|following))\b(?! (?:guideline|"
    r"recommendation|label|document|review|study|statement|product|medicinal product|medicine)\b)",
    re.IGNORECASE,
)
CUT = re.compile(r"(?:[,;:]|\b(?:and|or|the|of|to|with))\s*$", re.IGNORECASE)
MOST_SHARED = 0.8


def ungraded(source: Source, body: Mapping[str, Any]) -> Iterator[str]:
    """Each grade of the raw text whose unit is neither in the overview nor listed as left out.

    body: the object of `overview --json`. A grade in a heading is that of every unit under it that says something.
    """
    told = list(_told(body, source.id))
    for found in RAW_GRADES.finditer(source.text):
        for start, end in _graded(source, found.start()):
            if not any(a <= start and end <= b for a, b in told):
                yield f"{source.id} {start}-{end}: {found[0]!r}"


def raw_grades(source: Source) -> int:
    """How many grades the raw text has."""
    return sum(1 for _ in RAW_GRADES.finditer(source.text))


def _graded(source: Source, at: int) -> list[tuple[int, int]]:
    """The units that a grade at this place belongs to; the place itself where it stands in none and over none."""
    inside = [u for u in source.units if u.start <= at < u.end]
    if inside:
        return [(at, at + 1)] if inside[0].kind is not UnitKind.NOTE else []
    under = [u for u in source.units if any(r.start <= at < r.end for r in (*u.heading_ranges, *u.context))]
    return [(u.start, u.end) for u in under if u.kind is not UnitKind.NOTE]


def _told(body: Mapping[str, Any], source: str) -> Iterator[tuple[int, int]]:
    for s in body["statements"]:
        yield from ((c["start"], c["end"]) for c in s["citations"] if c["source"] == source)
    overview = body["overview"]
    for row in (*overview["grades"], *overview["left_out"]):
        if row["source"] == source:
            yield row["start"], row["end"]
            yield from ((g["start"], g["end"]) for g in row.get("grades", []))


def repeated(body: Mapping[str, Any]) -> Iterator[str]:
    """Pairs of statements that share more than `MOST_SHARED` of their words, and all of their numbers."""
    said = [(s["id"], _bag(_without_lead_in(s))) for s in body["statements"]]
    for (a, mine), (b, yours) in combinations(said, 2):
        if not mine or not yours or _numbers(mine) != _numbers(yours):
            continue
        if len(mine & yours) / len(mine | yours) > MOST_SHARED:
            yield f"{a} and {b}"


def _without_lead_in(statement: Mapping[str, Any]) -> str:
    for c in statement["citations"]:
        lead = " ".join(c["quote"].split()).rstrip(".: ") + ":"
        if c["relation"] == "context" and statement["text"].startswith(lead):
            return str(statement["text"][len(lead) :])
    return str(statement["text"])


def _bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+(?:[.,]\d+)?", text.casefold()))


def _numbers(bag: frozenset[str]) -> frozenset[str]:
    return frozenset(w for w in bag if w[0].isdigit())


def dangling(body: Mapping[str, Any]) -> Iterator[str]:
    """Statements that begin with an unresolved pronoun or end cut."""
    for s in body["statements"]:
        if PRONOUN.match(s["text"].lstrip(" \"'(")) or CUT.search(s["text"]):
            yield f"{s['id']}: {s['text'][:70]!r}"
