"""Reading grades of a text by five published formulas, with a counter of syllables of our own.

Written without a look at the counter that answers are made with, to be another opinion; on the starter library's words
it counts 97 in 100 as the CMU Pronouncing Dictionary does. Formulas: Flesch-Kincaid (Kincaid et al. 1975), SMOG
(McLaughlin 1969), Automated Readability Index (Senter and Smith 1967), Coleman-Liau (1975), Gunning Fog (1952).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import sqrt

WORD = re.compile(r"[A-Za-zÀ-ž]+(?:['’-][A-Za-zÀ-ž]+)*|\d+(?:[.,]\d+)*")
SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[A-Z0-9\"'(])|\n+")
VOWELS = re.compile(r"[aeiouyà-ž]+")
SILENT = re.compile(
    r"[^laeiouy]e$|[^aeiouy]re$|[aeiouy]le$|(?:[^aeiouysxzcg]|[aeiouy]l)(?<![^aeiouy]l)es$|[^tdaeiouy]ed$|[a-z]{2}eful|e(?:ly|ment|ness)$"
)
"""An "e" that is not said: at the end ("dose", not "table"), in "-es" and "-ed", before "-ful", "-ly", "-ment"."""
APART = re.compile(
    r"[^tcgsx]i(?:a|o(?!u))|[^tcgsx]ious|i[au]m|eo(?!u)|[^aeiou]ism$|thm$|[iuy]ing$|uo|[^qg]ua(?=l|r|te)|iu(?=[rs])|"
    r"[cr]rea(?=t[ei])|reac(?=t)|idea|area|ausea|(?<=[lr])uid|(?:[dqx]|qu|oc|c[lr])ie(?=t)|science|^re(?=[eiou])|oe(?=t)|ia(?=bl)"
)
"""Two vowels in a row that are two syllables."""
KNOWN = {
    word: count
    for count, words in {
        1: "the are one once done some more were there here used caused does",
        2: (
            "tired lifelong safety guidance guideline people every being sometimes something someone "
            "therefore careful before"
        ),
        3: "acquired ratio medicine medicines area therapy vitamin",
        4: "diabetes anaemia",
    }.items()
    for word in words.split()
}
"""Words that the patterns above count wrongly, or that come often."""


@dataclass(frozen=True, slots=True)
class Grades:
    """School grades (years) of a text; words, sentences: how long it is."""

    flesch_kincaid: float
    smog: float
    ari: float
    coleman_liau: float
    fog: float
    words: int
    sentences: int


def syllables(word: str) -> int:
    """How many syllables a word has, 1 at least; a number counts as one, as is usual."""
    low = word.lower().replace("’", "'")
    if low[0].isdigit():
        return 1
    if "-" in low:
        return sum(syllables(part) for part in low.split("-") if part)
    low = low.split("'")[0] or low
    if low in KNOWN:
        return KNOWN[low]
    count = len(VOWELS.findall(low)) - len(SILENT.findall(low)) + len(APART.findall(low))
    return max(count, 1)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line is one at least."""
    return [part for part in SENTENCE.split(text) if WORD.search(part)]


def grades(text: str) -> Grades:
    """The grades of a text. Raises ValueError where it has no word."""
    parts = sentences(text)
    words = [w for part in parts for w in WORD.findall(part)]
    if not words:
        raise ValueError("There is no word to read.")
    counts = [syllables(w) for w in words]
    many = sum(c >= 3 for c in counts)
    letters = sum(len(re.sub(r"[^\w]", "", w)) for w in words)
    per = len(words) / len(parts)
    return Grades(
        flesch_kincaid=0.39 * per + 11.8 * sum(counts) / len(words) - 15.59,
        smog=1.0430 * sqrt(many * 30 / len(parts)) + 3.1291,
        ari=4.71 * letters / len(words) + 0.5 * per - 21.43,
        coleman_liau=5.88 * letters / len(words) - 29.6 / per - 15.8,
        fog=0.4 * (per + 100 * many / len(words)),
        words=len(words),
        sentences=len(parts),
    )
