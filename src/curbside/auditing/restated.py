"""Whether a claim says in other words what one unit of a source says, or a part of it that may be said alone.

`curbside.verifying` takes nothing but the source's own words. A text that others wrote has its own, so this goes a step
further, and is told as such: the same drugs, quantities, routes, frequencies, populations, conditions and turning
words on both sides, bound alike (as phases of a regimen, or in the same order), no word of content that the source
does not have, none left out, and nothing said more strongly. When unsure it is no restatement.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from curbside.auditing.doses import dosed
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, profile, special
from curbside.auditing.turned import before_and_after
from curbside.language import lexicon, polarity
from curbside.language.canon import Token, canon, stem
from curbside.language.modality import absolutes, modals
from curbside.regimens.compare import fields_within, restrictions_dropped
from curbside.types import Phase
from curbside.verifying.pieces import Piece, pieces

SCORE: Final = 0.8
_ON_TOPIC: Final = 0.8
_BOUND: Final = frozenset({"measure", "frequency", "route", "drug"})
_TURNING: Final = frozenset({"negation", "exception", "direction", "outcome", "comparison"})
_HARMLESS: Final = frozenset(
    stem(w)
    for w in (
        "a an the of in on at to for by with from and as is are was were be been being it its this that these "
        "those they which who whom has "
        "have had do does did will would then into also per there their here he she "
        "dose doses dosage given give gives giving receive received receives take taken takes taking use used "
        "uses using treat "
        "treated treatment therapy patient patients people person individual individuals those anyone someone "
        "usual standard regimen "
        "administered administer administration injection injections should according guideline label source says "
        "loading maintenance followed since because due such another other initial initially"
    ).split()
)
_MAY_GO: Final = frozenset({"indication", "population", "role", "form"})
_NARROWING: Final = frozenset({"condition"})
_COMPARING: Final = frozenset("than vs over rather compared respectively instead between".split())
_TIMES: Final = frozenset("minute hour day week month year".split())
_FUNCTION: Final = frozenset("be to the a an in of on for with by is are was were it".split())


def restates(mine: Profile, found: Found) -> bool:
    """Whether the unit, or a part of it that stands alone, says what the claim says."""
    if found.covers < _ON_TOPIC:
        return False
    context = frozenset(k for text in found.cited.context for k in _content(canon(text).tokens))
    return any(_is_restated(mine, part, found, context) for part in pieces(found.said.text))


def _is_restated(mine: Profile, part: Piece, found: Found, context: frozenset[str]) -> bool:
    if part.anaphoric or not part.tokens:
        return False
    there = profile(_text_of(part, found.said.text), found.said.context, tuple(sorted(found.said.drugs)))
    return (
        _same_values(mine, there)
        and _same_turns(mine, there)
        and _same_subject(mine, there)
        and no_stronger(mine, there)
        and _same_words(mine, there, context)
        and _bound_alike(mine, there)
    )


def _text_of(part: Piece, text: str) -> str:
    """The piece as text: runs of tokens that follow one another in the unit, joined by commas."""
    whole = canon(text)
    places = {token.start: i for i, token in enumerate(whole.tokens)}
    runs: list[list[Token]] = []
    for token in part.tokens:
        if runs and places.get(token.start, -1) == places.get(runs[-1][-1].start, -9) + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return ", ".join(whole.text[run[0].start : run[-1].end] for run in runs)


def _same_values(mine: Profile, there: Profile) -> bool:
    """Every quantity, frequency and route of the claim stands in the part, and none of a kind that it has is "
    "left out."""
    ours, theirs = (
        Counter(t.key for t in p.tokens if t.kind in ("measure", "frequency", "route")) for p in (mine, there)
    )
    if _spans_of_time(mine) != _spans_of_time(there):
        return False
    return not (set(ours) - set(theirs)) if mine.phases and there.phases else ours == theirs


def _spans_of_time(said: Profile) -> Counter[str]:
    """Words of time without a number ("weeks or months")."""
    return Counter(t.key.rstrip("s") for t in said.tokens if t.kind == "word" and t.key.rstrip("s") in _TIMES)


def _same_turns(mine: Profile, there: Profile) -> bool:
    return _turns(mine) == _turns(there) and _narrowed(mine) >= _narrowed(there)


def _turns(said: Profile) -> Counter[tuple[str, ...]]:
    """The turning words, each with what it turns: the next word of content."""
    found: list[tuple[str, ...]] = []
    for i, token in enumerate(said.tokens):
        cue = polarity.kind_of(token.key) if token.kind in _TURNING else None
        if cue:
            found.append((*cue, *_turned(said.tokens[i + 1 :])))
    if len(found) == 1 and found[0][:2] == ("negation", "avoid"):
        found = [found[0][:2]]
    return Counter(found)


def _turned(after: tuple[Token, ...]) -> tuple[str, ...]:
    kinds = ("word", "drug", "measure", "frequency", "route", "population", "modality", "direction", "outcome")
    return next(((stem(t.key),) for t in after if t.kind in kinds and t.key not in _FUNCTION), ())


def _narrowed(said: Profile) -> int:
    return sum(t.kind in _NARROWING for t in said.tokens)


def _same_subject(mine: Profile, there: Profile) -> bool:
    """The same drugs, conditions and populations; the context may name what the text does not."""
    if mine.own.drugs | mine.drugs != there.own.drugs | there.drugs and not (
        mine.own.drugs and mine.own.drugs == there.own.drugs
    ):
        return False
    if mine.own.absent != there.own.absent:
        return False
    here, yours = mine.own.conditions | mine.around.conditions, there.own.conditions | there.around.conditions
    if not mine.own.conditions <= yours or not there.own.conditions <= here:
        return False
    groups, theirs = mine.own.populations | mine.around.populations, there.own.populations | there.around.populations
    return mine.own.populations <= theirs and special(there.own.populations) <= groups


def no_stronger(mine: Profile, there: Profile) -> bool:
    """Whether the claim says nothing more strongly than the source, and leaves out no "may" or "suggested" of it."""
    if set(absolutes(mine.text)) - set(absolutes(there.text)):
        return False
    ours, theirs = [m.strength for m in modals(mine.text)], [m.strength for m in modals(there.text)]
    if max(ours, default=0) > max(theirs, default=0):
        return False
    hedges = [s for s in theirs if s in (1, 2)]
    return not hedges or any(s in (1, 2) for s in ours)


def _same_words(mine: Profile, there: Profile, context: frozenset[str]) -> bool:
    """No content that the part and its context do not have, and none of the part left out."""
    ours, theirs = _content(mine.tokens), _content(there.tokens)
    named = {
        stem(w) for c in there.conditions for n in (c, *lexicon.synonyms("condition", c)) for w in n.lower().split()
    }
    if set(ours) - set(theirs) - context - named:
        return False
    return not set(theirs) - set(ours)


def _content(tokens: tuple[Token, ...]) -> frozenset[str]:
    """Stems of the words that say something, and bare numbers."""
    return frozenset(
        stem(t.key)
        for t in tokens
        if t.kind in ("word", "with", "order", "population") and stem(t.key) not in _HARMLESS
    )


def _bound_alike(mine: Profile, there: Profile) -> bool:
    """The same things said of the same things."""
    phases = [p for p in mine.phases if dosed(p)]
    if phases:
        return _same_phases(mine, phases, there)
    sequence, other = before_and_after(mine.text), before_and_after(there.text)
    if bool(sequence) != bool(other) or sequence != other:
        return False
    if not sequence and (_compares(mine) or _compares(there)):
        return _in_order(mine, *_BOUND, *_TURNING) == _in_order(there, *_BOUND, *_TURNING)
    return bool(sequence) or _one_move_apart(_told(mine), _told(there))


def _told(said: Profile) -> list[str]:
    """What a text says, in its order: values, names, turning words and words of content; of a drug the first "
    "mention."""
    kept = [
        stem(t.key) if t.kind in ("word", "population", "modality") else t.key
        for t in said.tokens
        if t.kind in (*_BOUND, *_TURNING, "condition", "order", "population", "word", "modality")
    ]
    kept = [k for k in kept if k not in _HARMLESS]
    return [k for i, k in enumerate(kept) if not k.startswith("drug ") or k not in kept[:i]]


def _one_move_apart(ours: list[str], theirs: list[str]) -> bool:
    """Whether what both say stands in one order, but for one run of it that was moved ("In adults, ..." to the "
    "end)."""
    common = Counter(ours) & Counter(theirs)
    a, b = _only(ours, common), _only(theirs, common)
    while a and b and a[0] == b[0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return a == b or any(a == b[i:] + b[:i] for i in range(1, len(b)))


def _only(keys: list[str], allowed: Counter[str]) -> list[str]:
    left, kept = Counter(allowed), []
    for key in keys:
        if left[key] > 0:
            left[key] -= 1
            kept.append(key)
    return kept


def _compares(said: Profile) -> bool:
    return any(t.key in _COMPARING for t in said.tokens)


def _in_order(said: Profile, *kinds: str) -> list[str]:
    """The keys of these kinds in their order; of a drug the first mention alone."""
    kept = [t.key for t in said.tokens if t.kind in kinds]
    return [k for i, k in enumerate(kept) if not k.startswith("drug ") or k not in kept[:i]]


def _same_phases(mine: Profile, phases: list[Phase], there: Profile) -> bool:
    """Every phase of the claim is, field by field, one of the part's, in the same order, and no limit is left out."""
    at = 0
    theirs = [p for p in there.phases if dosed(p)]
    for phase in phases:
        match = next((i for i in range(at, len(theirs)) if _same_phase(mine, phase, theirs[i])), None)
        if match is None:
            return False
        at = match + 1
    return len(phases) == len(theirs)


def _same_phase(mine: Profile, claim: Phase, there: Phase) -> bool:
    drug = claim.drug or (next(iter(mine.drugs)) if len(mine.drugs) == 1 else None)
    if drug is None or there.drug is None or drug != there.drug:
        return False
    return not set(fields_within(claim, there)) - _MAY_GO and not set(restrictions_dropped(claim, there)) - _MAY_GO
