"""Whether a sentence can be read by itself, and what of its neighbours it must bring where it cannot.

A sentence that begins with "it", "these patients" or "however" hangs on the one before; one that is followed by
"However, in renal impairment ..." would mislead without it. Both are said together, as they stand in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from curbside.language.clauses import has_verb
from curbside.language.subject import subject
from curbside.language.tokens import content_words
from curbside.selecting.facets import facet_of
from curbside.selecting.pointing import points_within
from curbside.selecting.quotable import quotable
from curbside.selecting.roles import Role, role_of
from curbside.selecting.run_in import run_in_list, unmarked
from curbside.selecting.thresholds import has_ages
from curbside.types import Facet, Kind, Source, TextRange, Unit, UnitKind

_LINK: Final = (
    r"(?:(?:however|therefore|thus|hence|consequently|accordingly|nevertheless|nonetheless|moreover|furthermore"
    r"|additionally"
    r"|in addition|also|finally|similarly|likewise|conversely|instead|rather|in contrast|by contrast|on the other hand"
    r"|on the contrary|as a result|for this reason|for these reasons|in this (?:case|context|setting|regard)"
    r"|in these (?:cases|patients)"
    r"|in such cases|and|but|yet|so|then|still|indeed|in fact|again|overall|interestingly|importantly"
    r"|surprisingly|notably|of note"
    r"|unfortunately|in (?:conclusion|summary)|to conclude|for (?:example|instance)|in particular|specifically"
    r"|in general|generally"
    r"|usually|often|sometimes|although|though|while|when|if|because|since|even though|even if|in our opinion"
    r"|at present),?\s+)"
)
_POINTS_BACK: Final = re.compile(
    rf"^{_LINK}{{0,2}}(?:(?P<self>(?:these|those|our|the present|the current|this|the) (?:[\w-]+ )?(?:results?"
    rf"|findings?|data|study|studies|case(?= (?:illustrates|shows|demonstrates|suggests))"
    r"|trial|review|meta-analysis|analys[ei]s|series|survey|report|guidelines?|guidance|label|leaflet"
    r"|recommendations?|observations?|cohort)\b)"
    r"|(?P<expletive>it (?:is|was|has been|may be|might be|would be|seems|appears|remains|should be|can be"
    r"|could be|must be)"
    r" (?:now |also |well |quite |\w+ly ){0,3}(?:\w+ (?:and \w+ )?)??"
    r"(?:that|whether|to|unclear|unknown|not (?:known|clear)"
    r"|important|recommended|possible|likely|unlikely"
    r"|reasonable|suggested|concluded|estimated|accepted|known|established|necessary|essential|advisable"
    r"|advised|thought|believed|shown|good practice)\b)"
    r"|(?P<back>it|its|itself|they|their|them|themselves|he|his|she|her|this|that|these|those|such"
    r"|both(?! [\w-]+ and\b)"
    r"|neither(?! [\w-]+ nor\b)|the (?:former|latter|same|other|others|two groups|above|aforementioned"
    r"|following)|another(?! study)"
    r"|others|all of (?:these|them)|each of (?:these|them)|some of (?:these|them)|most of (?:these|them)"
    r"|none of (?:these|them)"
    r"|one of (?:these|them)|as (?:above|such|mentioned|described|stated|noted))\b)",
    re.IGNORECASE,
)
_THAT_CLAUSE: Final = re.compile(
    r"^(?:\w+,? )?(?:that|those) (?:who|which|with)\b|^those (?:aged|over|under|at|in|taking|receiving)\b", re.I
)
_LEANS: Final = re.compile(
    r"^(?:however|nevertheless|nonetheless|conversely|instead|otherwise|but|yet|in contrast|by contrast"
    r"|on the other hand"
    r"|on the contrary|if so|if not|therefore|thus|hence|consequently|accordingly|as a result|for (?:this"
    r"|these) reasons?"
    r"|in (?:this|these|such|both|either|some of these)\b(?! (?:['’\w-]+ ){0,4}(?:paper|article|study|studies|series"
    r"|trial"
    r"|review|analysis|cohort"
    r"|survey|report|(?:people|women|men|adults|children) (?:with|who|aged)))"
    r"|for (?:example|instance)|similarly|likewise|then|after that|thereafter|afterwards|unless|except|and|or"
    r"|nor|so|still|rather)\b",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(
    r"\b(?:the (?:two|three|four|other|latter|former|same|above|aforementioned) (?:groups?|arms?|treatments?"
    r"|drugs?|regimens?|methods?"
    r"|techniques?|patients?|studies|trials)(?! (?:of|that|which|who|with|receiving)\b)|between (?:the )?groups"
    r"|(?:both|either|neither) (?:groups?|arms?|treatments?|drugs?"
    r"|regimens?|methods?|techniques?)(?! (?:of|that|which|who|with|receiving)\b)|this (?:regimen|dose|drug"
    r"|treatment|group|population|procedure|technique|method|approach)"
    r"|(?:these|those) (?:patients|drugs|doses|women|children|people|treatments|agents|medicines|groups|factors"
    r"|symptoms|findings)"
    r"|as (?:above|described (?:above|earlier|before)|mentioned (?:above|earlier)|noted (?:above|earlier))"
    r"|the above)\b",
    re.IGNORECASE,
)
_TAKES_BACK: Final = re.compile(
    r"^(?:however|but|except|unless|otherwise|nevertheless|nonetheless|the exceptions?\b|exceptions?\b|this does not"
    r"|(?:this|that|it|they|these)(?: [\w-]+)? (?:should|must|is|are|do|does|may|can) (?:not|only)\b|do not\b|never\b"
    r"|only (?:if|when|in|for|under|give|use|after|as)\b|not (?:if|for|in|when)\b"
    r"|the (?:total |daily |maximum |single |recommended )*dose (?:should|must) not\b|the maximum\b|maximum\b"
    r"|the (?:threshold|limit|cut-?off|upper limit|lower limit|exception)s?\b|(?:no|not) more than\b|at most\b"
    r"|(?:doses?|amounts?) (?:above|over|higher|greater)|more than .{0,40} (?:should|must) not)",
    re.IGNORECASE,
)
_EXCEPTS: Final = re.compile(
    r"^(?:(?:if|where|when|in|for) [^.]{0,140}\b(?:contra-?indicated|avoid(?:ed)?|not|reduc\w+|lower|halv\w+"
    r"|stop(?:ped)?|instead"
    r"|no more than|maximum)\b|[^.]{0,80}?\b(?:is|are|should|must|may|do|does)(?: be)? (?:contra-?indicated"
    r"|avoided|stopped|reduced|halved"
    r"|not\b|never\b)|[^.]{0,80}?\b(?:no more than|at most|maximum)\b)",
    re.IGNORECASE,
)
_FORBIDS: Final = re.compile(
    r"^\W*(?:do not|don['’]t|never|avoid|stop|not for|not to be|when not|who (?:should|must|can) ?not)\b", re.IGNORECASE
)
_ENDS: Final = re.compile(r"(?:[.!?;]|\.\s?\[[\d,\s–-]+\]|\.\d+(?:[,–-]\d+)*|[.!?][\"'”’)\]]+|[\"”’)\]][.!?])\s*\Z")
_LONGEST: Final = 75
_MOST_BEFORE: Final = 2
_A_FRAGMENT: Final = 8
_MOST_RESTRICTIONS: Final = 2
_FIRST_WORDS, _NAME = 5, 6
_AMOUNT: Final = re.compile(r"\d\s?(?:%|[^\W\d_])|:\s")


@dataclass(frozen=True, slots=True)
class Together:
    """The units that are said as one statement, in the order of the source; None of them where it cannot be said."""

    units: tuple[Unit, ...]


@lru_cache(maxsize=16_384)
def hangs(text: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    found = _POINTS_BACK.search(text)
    if found and found["back"] and not _THAT_CLAUSE.search(text[found.start("back") :]):
        return True
    if found and found["self"]:
        return bool(_WITHIN.search(text, found.end("self")))
    return bool(_LEANS.search(text) or _WITHIN.search(text) or points_within(text))


@lru_cache(maxsize=16_384)
def speaks_of_itself(text: str) -> bool:
    """Whether a sentence begins with its own document ("These results ...", "This review ...")."""
    found = _POINTS_BACK.search(text)
    return bool(found and found["self"])


@lru_cache(maxsize=16_384)
def is_whole(text: str) -> bool:
    """Whether a sentence of prose ends as one and does not begin in the middle of a word or a clause."""
    bare = text.strip(" \t\n*_`")
    if not bare or not _ENDS.search(bare) or _unbalanced(bare):
        return False
    return not bare[0].islower() or bool(re.match(r"[a-z]{0,4}[A-Z0-9-]|e\.g\.", bare))


def _unbalanced(text: str) -> bool:
    """Whether a bracket was left open, or one closed that is no mark of a list."""
    depth = 0
    for mark in text:
        depth += (mark in "([") - (mark in ")]")
        if depth < 0:
            return not re.match(r"\W*\w{1,3}\)", text)
    return depth > 0


def together(source: Source, unit: Unit) -> Together | None:
    """`unit` with what it must not be parted from, or None where it cannot be told in one readable statement."""
    if unit.kind is not UnitKind.SENTENCE:
        return Together((unit,))
    text = _text(source, unit)
    if not is_whole(text) or _is_fragment(source, unit):
        return None
    listed = run_in_list(source, unit)
    if listed is not None and (len(listed) != 1 or not all(quotable(source, u) for u in listed)):
        return Together(listed) if listed and all(quotable(source, u) for u in listed) else None
    before = _needed_before(source, unit)
    if before is None:
        return None
    said = (*before, unit, *_restrictions(source, unit))
    if before and sum(len(_text(source, u).split()) for u in said) > _LONGEST:
        return None
    return Together(said)


def _needed_before(source: Source, unit: Unit) -> tuple[Unit, ...] | None:
    """The sentences before a unit that it hangs on, two at most; None where it hangs on more, or on none."""
    needed: list[Unit] = []
    while hangs(_text(source, needed[0] if needed else unit)):
        before = _beside(source, needed[0] if needed else unit, -1)
        if before is None or len(needed) == _MOST_BEFORE or not _may_be_brought(source, before):
            return None
        needed.insert(0, before)
    return tuple(needed)


def _may_be_brought(source: Source, before: Unit) -> bool:
    return is_whole(_text(source, before)) and run_in_list(source, before) in (None, (before,))


def _is_fragment(source: Source, unit: Unit) -> bool:
    """Whether it is a name, a heading or an item run in ("Oxygen therapy."), or the bare answer to a question ("Yes.").

    One with an amount says something all the same ("Adults: 5 mg daily."), and so does what a label has in short, or
    stands under contraindications ("Hypersensitivity to exemplamine.").
    """
    text = _text(source, unit)
    if len(text.split()) > _A_FRAGMENT or has_verb(text) or _AMOUNT.search(text):
        return False
    return source.kind is not Kind.LABEL and facet_of(text, unit.headings) is not Facet.CONTRAINDICATIONS


@lru_cache(maxsize=16_384)
def restricts(before: str, text: str) -> bool:
    """Whether a sentence takes back or bounds what the one before it says: by its first words, or of the same drug."""
    if _TAKES_BACK.search(text):
        return True
    return bool(_EXCEPTS.search(text)) and _on_the_same(before, text)


def _on_the_same(before: str, text: str) -> bool:
    """Whether two sentences speak of one drug: a listed one, or the word that the second begins with."""
    mine, yours = subject(before), subject(text)
    if mine.drugs or yours.drugs:
        return bool(mine.drugs & yours.drugs)
    first = [stem for stem, _, _ in content_words(text)][:_FIRST_WORDS]
    return any(len(stem) >= _NAME and stem in mine.stems for stem in first) and not mine.stems >= yours.stems


def _restrictions(source: Source, unit: Unit) -> list[Unit]:
    """The sentences after a unit, two at most, each of which bounds what stands before it."""
    found: list[Unit] = []
    while len(found) < _MOST_RESTRICTIONS:
        after = _beside(source, found[-1] if found else unit, 1, in_paragraph=False)
        if after is None or not is_whole(_text(source, after)):
            break
        if not restricts(_text(source, unit), _text(source, after)):
            break
        found.append(after)
    return found


def heading_to_say(source: Source, unit: Unit, text: str) -> TextRange | None:
    """The innermost heading where it says whom a sentence is for, or "do not use", and the text does not, else None.

    A heading of a document as a whole is no such: it stands in the reference.
    """
    if not unit.heading_ranges or len(unit.headings) != len(unit.heading_ranges):
        return None
    if _FORBIDS.search(unit.headings[-1]) and not _FORBIDS.search(text):
        return unit.heading_ranges[-1]
    if len(unit.heading_ranges) < 2:
        return None
    said_of_it = " ".join((*(source.text[r.start : r.end] for r in unit.context), text))
    own, over = subject(said_of_it), subject(unit.headings[-1])
    said = own.populations or (has_ages(unit.headings[-1]) and has_ages(said_of_it))
    for_whom = over.populations or has_ages(unit.headings[-1])
    return unit.heading_ranges[-1] if for_whom and not said and role_of("", unit.headings) is not Role.METHOD else None


def _beside(source: Source, unit: Unit, step: int, in_paragraph: bool = True) -> Unit | None:
    """The sentence before or after under the same headings, if it may be quoted; in_paragraph: in the same one."""
    at = bisect_left(source.units, unit.start, key=lambda u: u.start) + step
    if not 0 <= at < len(source.units):
        return None
    other = source.units[at]
    between = source.text[min(unit.end, other.end) : max(unit.start, other.start)]
    near = other.kind is UnitKind.SENTENCE and other.heading_ranges == unit.heading_ranges
    near = near and other.headings == unit.headings and not (in_paragraph and "\n\n" in between)
    return other if near and quotable(source, other) else None


def _text(source: Source, unit: Unit) -> str:
    """Its words, without a list mark before them."""
    return unmarked(source.text[unit.start : unit.end])
