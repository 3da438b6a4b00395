"""Names without a title: after a word that hands a patient over ("re", "for", "NOK"), or before a sign of a patient.

Nothing but its place and its capitals tells such a name, so that no word of it may be one of prose, medicine, an
eponym or a place (`data/people.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curbside.language import lexicon
from curbside.language.identifiers.letters import UPPER
from curbside.language.identifiers.people import at_given, known, listed, of_a_thing, ordinary
from curbside.language.identifiers.people import table as people
from curbside.language.identifiers.spans import PatientIdentifier
from curbside.language.identifiers.titled import SIGN
from curbside.language.patterns import Lazy

_PART = rf"(?:[OD]['’]|Mc|Mac|Ff|ap\s)?{UPPER}[^\W\d_A-Z]+(?:[A-Z][^\W\d_A-Z]+)?"
_WORD = rf"(?:{_PART}(?:[-'’](?!s\b){_PART})*)"
_TOKEN = rf"(?:{_WORD}|{UPPER}\.(?:\s?{UPPER}\.)*|{UPPER}(?=\s{UPPER}))"
# With a capital these are titles, which `titled.py` reads.
_RANKS = r"(?:Father|Mother|Sister|Brother|Uncle|Aunt|FATHER|MOTHER|SISTER|BROTHER)"
_LATER = r"(?=\s*(?:$|[,;:?!()]|\.(?:\s|$)|[-–] |\s(?!(?:et|and|or|versus|vs)\b)[a-z\d]|\s[A-Z]{2,}\b|\s[A-Z]\d))"


@cache
def _patterns() -> dict[str, Lazy]:
    table = people()
    small = rf"(?:(?:{'|'.join(table['particles'])})\s+){{0,2}}"
    run = rf"(?<![\w.'’-])(?P<name>{_TOKEN}(?:\s+{small}{_TOKEN}){{1,3}})"
    one = rf"(?P<name>{_WORD}(?:\s+{small}{_TOKEN}){{0,3}})"
    kin = "|".join(table["kin"])
    return {
        "handed": Lazy(rf"(?<![\w-])(?i:{'|'.join(table['handing_over'])})\b\.?\s*[:,–-]?\s+{run}{_LATER}"),
        "signed": Lazy(rf"{run}(?={SIGN})"),
        "first": Lazy(rf"^\s*{run}(?=[,:;] )"),
        "measured": Lazy(rf"(?<![\w.'’-])(?P<name>{_WORD})(?=['’]s (?:{'|'.join(table['possessions'])})\b)"),
        "lone": Lazy(
            rf"(?<![\w.'’-])(?P<name>(?P<given>{UPPER}[^\W\d_]+))"
            rf"(?=\s+(?:have|take|stop|start|get|be given|now|still)\b|{SIGN})"
        ),
        "kin": Lazy(rf"(?<![\w-])(?!{_RANKS}\s+{UPPER})(?i:{kin})(?:\s+is)?\s*[:,(–-]?\s*{one}{_LATER}"),
        "initials": Lazy(
            r"\b(?i:patient|pt|client|initials)(?i:\s+is|\s+are|:)?\s+(?P<name>(?:[A-Z]\.\s?){2,3})(?!\w)"
        ),
        "filed": Lazy(
            rf"(?:^|[\n:;(]\s*)(?P<name>{_WORD},\s{_WORD})(?=\s*[,(]?\s*(?:DOB|D\.O\.B|born|aged|MRN|NHS|"
            rf"\d{{1,2}}[/.]|\d{{1,3}} ?[MFy]))"
        ),
        "reversed": Lazy(rf"^\s*(?P<name>{UPPER}{{4,}}(?:[-'’]{UPPER}{{2,}})*,\s{_WORD})(?=\s)"),
        "is_name": Lazy(rf"{one}(?=\s+is (?:her|his|their|the patient['’]s) name\b)"),
        "born": Lazy(rf"\b(?i:née|nee|aka|a\.k\.a\.|alias|formerly known as|maiden name)[\s:]+{one}"),
        "named": Lazy(
            rf"\b(?i:sur|fore|first |last |given |family |full |middle )name:?\s+{one}"
            rf"|(?:^|[\n;,.(]\s*)(?i:name)\s*[-–]\s*(?P<other>{_WORD}(?:\s+{small}{_TOKEN}){{0,3}})"
        ),
        "goes_by": Lazy(rf"\b(?i:goes by|(?:likes|prefers|wants) to be called|prefers)\s+{one}{_LATER}"),
    }


# One word is enough where the words before or after it say that it is a name; in some it may be an eponym too.
_ONE = frozenset({"measured", "lone", "kin", "initials", "is_name", "born", "named", "goes_by"})
_SURE = frozenset({"lone", "initials", "is_name", "born", "named", "goes_by", "filed", "reversed"})
# What tells that a case follows, and no question about a disease.
_CASE = Lazy(
    r"\d|\b(?:he|she|his|her|him|who|mum|pt|please|today|this (?:morning|week|afternoon)|numb|feels?|has|is on)\b"
)


def untitled(text: str) -> Iterator[PatientIdentifier]:
    """Names in `text` that no title tells."""
    for kind, pattern in _patterns().items():
        for match in at_given(pattern, text) if kind == "lone" else pattern.finditer(text):
            group = "other" if match.groupdict().get("other") else "name"
            span = _span(text, match.start(group), match[group], kind)
            if span is not None and (kind in _SURE or not _headline(text)):
                yield PatientIdentifier("name", *span)


def _span(text: str, offset: int, name: str, kind: str) -> tuple[int, int] | None:
    """Where the name stands, without the ordinary words at its ends; None where too few are left."""
    words = list(re.finditer(r"\S+", name))
    sure = kind in _SURE
    while words and (_particle(words[0]) or ordinary(words[0].group(), sure)):
        words.pop(0)
    kept = next((n for n, word in enumerate(words) if ordinary(word.group(), sure)), len(words))
    while kept and _particle(words[kept - 1]):
        kept -= 1
    told = [w.group().strip(".,") for w in words[:kept] if not _particle(w)]
    if len(told) < (1 if kind in _ONE else 2) or (kind != "initials" and all(len(w) < 3 for w in told)):
        return None
    goes_on = kept < len(words) and words[kept].group().istitle() and not sure
    end = offset + words[kept - 1].end()
    doubtful = kind in ("handed", "first", "kin") and not (any(map(known, told)) or _CASE.search(text, end))
    phrase = text[offset + words[0].start() : end]
    doubtful = doubtful or (kind == "lone" and phrase.lower() in listed()["eponyms"])
    if not sure and any(lexicon.find(phrase, sort) for sort in ("drug", "condition")):
        return None
    return None if goes_on or doubtful or of_a_thing(text, end, " ".join(told)) else (offset + words[0].start(), end)


def _particle(word: re.Match[str]) -> bool:
    return word.group().lower() in listed()["particles"]


def _headline(text: str) -> bool:
    """Whether most words have a capital, so that one says nothing ("What Dose Of Apixaban For Stroke?")."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return len(words) > 3 and sum(w.istitle() for w in words) > 0.6 * len(words)
