"""Whether a title or a sentence is about what a question names, or about a neighbour of nearly the same name.

A name is matched as a whole: a condition that is told by a modifier or a number which the other name has not (type 2,
congenital, major) is another condition, and what is said of it is not said of the one asked about. The modifiers are
in `language/data/name_modifiers.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final

from curbside.language import lexicon
from curbside.language.tokens import content_stems, content_words
from curbside.selecting.relevance import WHAT_IS, Alias, Rarity, asking, aspect_stems
from curbside.types import Question

MOST: Final = 0.8
_APART: Final = 3
_AT_ONCE: Final = 2
_NEAR: Final = 4
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")
_DIGITS: Final[Mapping[str, str]] = {
    n: str(i) for i, n in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"), 1)
}
_NUMBER: Final = re.compile(r"\d{1,2}[a-z]?|[a-z]")
_ADJECTIVE: Final = re.compile(
    r"(?:[^\W\d_]{3,}(?:ic|al|ous|ary|ive|oid|ile)|[\w-]+-(?:induced|related|like|linked))$", re.I
)
# "How is X found and treated?": done to it, and no part of its name.
_DONE: Final = re.compile(r"[a-z]{3,}ed|found|known|seen|given|told|made|caught|picked|ruled", re.IGNORECASE)
_TOUCH: Final = re.compile(r"[\s-]*")
_JOINS: Final = re.compile(r"[\s,]*(?:(?:and|or|of|the|due|to|with)[\s,]+)*", re.IGNORECASE)
_PLAIN: Final = content_stems("syndrome disease disorder condition sequence")
_UNTOLD: Final = content_stems("type form subtype patients people")
_OF_DOCUMENTS: Final = content_stems(
    "guideline guidance consensus statement recommendation review update care pathway protocol clinical practice fact "
    "sheet leaflet patient guide facts learning living understanding adults children women men"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way of saying the name: its stems, and those of them that tell it from its neighbours."""

    stems: frozenset[str]
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class WholeName:
    """What a question names. forms: as the question has it, then its other names. weights: of the first one's stems."""

    forms: tuple[Form, ...]
    weights: Mapping[str, float]

    def titles(self, title: str) -> bool:
        """Whether a title is this name, or has it among words that tell of no other condition."""
        stems = _normal(stem for stem, _, _ in content_words(title))
        able = [form for form in self.forms if self._is_in(form, stems) and _telling(stems) == form.telling]
        return any(not _is_part(title, form) for form in able)

    def is_own(self, title: str) -> bool:
        """Whether a title is this name in the words of the question, not by another name."""
        return replace(self, forms=self.forms[:1]).titles(title)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text has this name as a whole, as numbers of its first and last word among `content_words(text)`.

        Its words stand near each other, and it is not part of a longer name.
        """
        words = content_words(text)
        stems = [_plain(stem) for stem, _, _ in words]
        for form in self.forms:
            for start in (n for n, stem in enumerate(stems) if stem in form.stems):
                end = _last(stems, start, len(form.stems) + _APART, form)
                whole = self._is_in(form, frozenset(stems[start : end + 1]))
                if whole and not _goes_on(text, words, stems, start, end, form):
                    yield start, end

    def _is_in(self, form: Form, stems: frozenset[str]) -> bool:
        """Whether all of a form stands there; of the question's own words, most by weight, and what tells it apart."""
        missing = form.stems - stems
        if form is not self.forms[0] or not missing:
            return not missing
        total = sum(self.weights.values())
        rarest = max(self.weights, key=lambda stem: self.weights[stem])
        heavy = sum(self.weights[stem] for stem in missing)
        return not missing & form.telling and rarest not in missing and heavy <= (1 - MOST) * total


def whole_name(question: Question, rarity: Rarity, aliases: Iterable[Alias] = ()) -> WholeName | None:
    """The name in a question that asks for one aspect of it by a phrase.

    None where no name is told: no such phrase, a drug is asked about, or the lists of conditions and populations know
    every word of it, so that it is met by concept.
    """
    asked, text = question.understood, question.whole
    rest = asking(text).rest
    if not rest or asked.drugs or asked.unknown_drugs or asked.route:
        return None
    known = [(m.start, m.end) for kind in ("condition", "population") for m in lexicon.find(text, kind)]
    beyond = [place for place in rest if not any(a <= place[0] and place[1] <= b for a, b in known)]
    if asked.conditions:
        # Beside a listed condition a word of another aspect asks for that, too ("how many people with ... recover").
        beyond = [(a, b) for a, b in beyond if not any(content_stems(text[a:b]) <= stems for stems in aspect_stems())]
        beyond = _touching(text, known, beyond)
    if not beyond or (asked.conditions and not _in_one_piece(text, rest)):
        return None
    own = _form(frozenset(_plain(s) for s, a, b in content_words(text) if (a, b) in rest))
    if not own.stems:
        return None
    raw = {_plain(s): text[a:b] for s, a, b in content_words(text) if (a, b) in rest}
    weights = {stem: max(rarity(raw[stem].lower().removesuffix("'s")), 0.1) for stem in own.stems}
    others = (_form(own.stems - _normal(a.stems) | _normal(o)) for a in aliases for o in a.others)
    return WholeName((own, *dict.fromkeys(other for other in others if other.stems and other != own)), weights)


def _touching(text: str, known: list[tuple[int, int]], words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words that go on with a listed name, before or after it; not what is done to it, nor an age."""
    found: list[tuple[int, int]] = []
    waiting = [(a, b) for a, b in words if not _DONE.fullmatch(text[a:b]) and not text[a:b].isdigit()]
    while more := [w for w in waiting if any(_TOUCH.fullmatch(text, *_gap(w, k)) for k in (*known, *found))]:
        found += more
        waiting = [w for w in waiting if w not in more]
    return found


def _gap(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return (a[1], b[0]) if a[1] <= b[0] else (b[1], a[0])


def tells_of(name: WholeName, question: Question, text: str, headings: tuple[str, ...], title: str) -> bool:
    """Whether a unit is about the name: that of its title or a heading; or it says itself what is asked of the name.

    A text under another title says so where the aspect stands near the name in one sentence, or, where it is asked what
    the name is, where it begins with it. The headings of such a document are of its own subject.
    """
    if any(map(name.titles, dict.fromkeys((title, *headings)))):
        return True
    aspects = frozenset().union(*asking(question.whole).aspects)
    if WHAT_IS in aspects:
        longest = max(len(form.stems) for form in name.forms)
        return any(end < longest + _AT_ONCE for _, end in name.places(text))
    return any(_says(name, aspects, sentence) for sentence in _SENTENCES.split(text))


def _says(name: WholeName, aspects: frozenset[str], sentence: str) -> bool:
    stems = [stem for stem, _, _ in content_words(sentence)]
    return any(
        aspects & frozenset((*stems[max(0, start - _NEAR) : start], *stems[end + 1 : end + 1 + _NEAR]))
        for start, end in name.places(sentence)
    )


def _in_one_piece(text: str, places: tuple[tuple[int, int], ...]) -> bool:
    """Whether words stand as one name does, with no more between them than joins the words of a name."""
    ordered = sorted(places)
    gaps = (text[a[1] : b[0]] for a, b in pairwise(ordered) if a[1] < b[0])
    return all(_JOINS.fullmatch(re.sub(r"[-/()']", " ", gap)) for gap in gaps)


def _form(stems: Iterable[str]) -> Form:
    every = frozenset(stems) - _UNTOLD
    bare = every - _PLAIN
    return Form(bare if len(bare) > 1 else every, _telling(every))


def _plain(stem: str) -> str:
    return _DIGITS.get(stem, stem)


def _normal(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_plain, stems))


@cache
def _modifiers() -> frozenset[str]:
    path = resources.files("curbside.language") / "data" / "name_modifiers.tsv"
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return frozenset().union(*(content_stems(words) for _, words in rows))


def _telling(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem in _modifiers() or _NUMBER.fullmatch(stem))


def _last(stems: list[str], start: int, size: int, form: Form) -> int:
    """Where the last of the form's words stands within `size` words."""
    return max(n for n in range(start, min(start + size, len(stems))) if stems[n] in form.stems)


@cache
def _no_names() -> frozenset[str]:
    """The words of titles that name no condition: those of documents, and of what is asked of conditions."""
    return _OF_DOCUMENTS | _PLAIN | _UNTOLD | frozenset().union(*aspect_stems())


def _is_part(title: str, form: Form) -> bool:
    """Whether the form goes on in a title, before or after, so that the title is a longer name of another thing."""
    words = [(_plain(stem), a, b) for stem, a, b in content_words(title)]
    own = [n for n, (stem, _, _) in enumerate(words) if stem in form.stems]
    beside = [(own[0] - 1, own[0])] if own[0] else []
    beside += [(own[-1], own[-1] + 1)] if own[-1] + 1 < len(words) else []
    for left, right in beside:
        other = words[left if right == own[0] else right]
        gap = title[words[left][2] : words[right][1]]
        if gap in (" ", "-") and not title[other[1] : other[2]].isupper() and other[0] not in _no_names():
            return True
    return False


def _goes_on(text: str, words: list[tuple[str, int, int]], stems: list[str], start: int, end: int, form: Form) -> bool:
    """Whether the words beside or within a name make another one of it: "hemolytic" before, "type 2" after."""
    if _telling(stems[start : end + 1]) - form.telling:
        return True
    before, after = words[start - 1] if start else None, stems[end + 1 : end + 3]
    beside = before is not None and text[before[2] : words[start][1]] in (" ", "-") and before[0] not in form.stems
    if beside and before and (_telling([_plain(before[0])]) or _ADJECTIVE.search(text[before[1] : before[2]])):
        return True
    gap = text[words[end][2] : words[end + 1][1]] if end + 1 < len(words) else "."
    follows = after[1:] if after[:1] == ["type"] else after[:1]
    return gap in (" ", ", ", "-") and bool(_telling(follows) - form.telling)
