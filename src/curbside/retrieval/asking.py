"""What a question asks for, part by part, and how it is put for a model that knows no shorthand and no case.

A cross-encoder that is asked "IDA 1st line tx?" finds that nothing answers; asked "iron deficiency anaemia first line
treatment?" it finds the sentence. It is given the question in full words; and of a case ("A woman of 34 has ... Which
injection?") what was understood of it, with the question itself. Nothing else is said in these words.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from curbside.language import lexicon
from curbside.language.expanding import expansions
from curbside.retrieval.kinds import clauses
from curbside.retrieval.routes_compared import forms_compared
from curbside.retrieval.telling import test_places
from curbside.types import Question, Understood

OTHER: Final = "other"
_LONG: Final = 14
_ENOUGH: Final = 4
_PARTS: Final = re.compile(
    r"\?\s+(?=\S)|[,;]?\s+(?:and|or|but)\s+(?=(?:what|how|which|who|whom|when|where|why)\b(?! not\b))"
    r"|[,;]\s+(?=(?:what|how|which|who|whom|when|where|why)\b)",
    re.IGNORECASE,
)
_SHORTHAND: Final = {
    "tx": "treatment",
    "dx": "diagnosis",
    "mx": "management",
    "ix": "investigations",
    "hx": "history",
    "sx": "symptoms",
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "abx": "antibiotics",
    "pt": "patient",
    "pts": "patients",
    "w/o": "without",
    "preg": "pregnancy",
}
_SHORT_WORD: Final = re.compile(rf"(?<![\w/])(?:{'|'.join(_SHORTHAND)})(?![\w/])", re.IGNORECASE)
_NOBODY: Final = frozenset({"adults", "women", "men"})


@cache
def _intents() -> tuple[tuple[str, re.Pattern[str]], ...]:
    path = resources.files("curbside.language") / "data" / "intents.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return tuple((facet, re.compile(patterns, re.IGNORECASE)) for facet, patterns in rows)


def intents(text: str) -> tuple[str, ...]:
    """The facets that a question asks for, the first of several parts first; "other" alone where none is told."""
    found = [f for part in _PARTS.split(text) if (f := _intent(part)) != OTHER]
    return tuple(dict.fromkeys(found)) or (OTHER,)


def _intent(text: str) -> str:
    return next((facet for facet, pattern in _intents() if pattern.search(text)), OTHER)


def plainly(question: Question) -> str:
    """The question as a model reads it best: in full words, a case as what was understood of it."""
    return _plainly(question.whole, question.understood)


@lru_cache(maxsize=256)
def _plainly(text: str, asked: Understood) -> str:
    itself, whole = _question_itself(text), clauses.plain(text).strip(" .")
    is_case = itself.strip(" .") != whole and (
        bool(asked.told) or (len(text.split()) > _LONG and len(itself.split()) >= _ENOUGH)
    )
    lost = _intent(itself) == OTHER and asked.intent != OTHER
    if not is_case or lost or not (asked.conditions or asked.drugs):
        return in_full(text)
    own = frozenset(lexicon.concepts(lexicon.find(itself, "condition")))
    about = " with ".join(c for c in asked.conditions if c not in own)
    drugs = " and ".join(d for d in asked.drugs if d.lower() not in itself)
    people = ", ".join(p for p in asked.population if p not in _NOBODY and not any(c in p for c in asked.conditions))
    told = ", ".join(part for part in (drugs, about, people) if part)
    return f"{told}: {in_full(itself)}" if told else in_full(itself)


def _question_itself(text: str) -> str:
    """What asks, without what is told of the patient before it, and without asking for help alone."""
    sentences = clauses.sentences(clauses.plain(text))
    if not sentences:
        return text
    asks = next((s for s in sentences if s.endswith("?") and _intent(s) != OTHER), sentences[0])
    return next(iter(clauses.asking(asks)), text)


def in_full(text: str) -> str:
    """`text` with abbreviations, brands and shorthand written out, where it is certain what they stand for."""
    written: dict[tuple[int, int], str] = {(m.start(), m.end()): _SHORTHAND[m[0].lower()] for m in _short_words(text)}
    # Sources write the names of tests as short as questions do ("eGFR").
    tests = test_places(text)
    for e in expansions(text):
        if e.is_long and e.sure and not any(start <= e.start < end for start, end in tests):
            written[e.start, e.end] = e.written
    written |= {(m.start, m.end): f"oral {m.text}" for m in forms_compared(text) if "oral" not in text.lower()}
    for kind in ("form", "condition", "drug"):
        for m in lexicon.find(text, kind):
            if _is_short(m.text, m.concept):
                both = kind == "drug" and (m.start, m.end) in written and m.concept not in written[m.start, m.end]
                written[m.start, m.end] = f"{m.concept} {written[m.start, m.end]}" if both else m.concept
    for start, end in sorted(written, reverse=True):
        inside = any(s <= start and end <= e and (s, e) != (start, end) for s, e in written)
        if not inside:
            text = f"{text[:start]}{written[start, end]}{text[end:]}"
    return text


def _short_words(text: str) -> list[re.Match[str]]:
    return list(_SHORT_WORD.finditer(text))


def _is_short(said: str, concept: str) -> bool:
    """Whether a name is an abbreviation or a brand: in capitals, and no word of the preferred name."""
    return said[:1].isupper() and said.lower() not in concept.lower() and (" " not in said or said.isupper())
