"""Claims that a source turns round: recommended for advised against, before for after, better for worse, and a trial's
null result told as a benefit.

A turn is told only where the rest matches: the same drug, the same condition, population, route and number, and the words
to which the "not" belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, kin, other_condition, other_population, profile, special
from curbside.language import polarity
from curbside.language.canon import canon
from curbside.types import Kind

_AGAINST: Final = re.compile(
    r"\b(?:is|are|be|was|were)?\s*\b(?:not|never)\s+(?:be\s+)?(?:generally\s+|routinely\s+)?(?:recommended|given|used|offered|advised|indicated|appropriate|"
    r"safe|suitable|started|treated|prescribed|continued|injected|deferred|delayed|withheld|needed|required|necessary)\b|"
    r"\bcontra-?indicated\b|\bcontra-?indication to\b|\b(?:should|must|to)\s+(?:be\s+)?avoid(?:ed)?\b|\b(?:is|are)\s+avoided\b|^avoid\b|\bavoid using\b|"
    r"\b(?:should|must|can|may)\s?not\b|\b(?:do|does) not (?:give|use|offer|start|delay)\b|\bshould be (?:stopped|withheld|discontinued)\b|\bunsafe\b|\bunsuitable\b|"
    r"\bsuggests not giving\b|\bis not used\b|\b(?:should|must) never\b",
    re.IGNORECASE,
)
_FOR: Final = re.compile(
    r"\b(?:is|are|be)\s+(?:a |an |the |considered |also |\w+ly )*(?:safe|recommended|preferred|preferable|appropriate|suitable|indicated|acceptable|given|used|"
    r"offered|advised|first[- ]line|first[- ]choice|continued|started|good (?:choice|option)|option|drugs? of choice|preferred agents?|first choice|deferred|delayed|withheld|required|necessary|needed)\b|"
    r"\b(?:can|may|should|must)\s+(?:\w+ly\s+|also\s+|still\s+)?(?:be\s+)?(?:safely\s+|routinely\s+)?(?:used|given|offered|started|continued|taken|prescribed|considered|receive|treated|injected|delayed|deferred|"
    r"first|wait)\b|\bsafe(?:ly)? (?:in|for|with|to)\b|^(?:use|give|offer|start|delay|defer|inject)\b|\brecommends? (?:giving|using|starting)\b|\bcan safely\b",
    re.IGNORECASE,
)
_NULL: Final = re.compile(
    r"\bsimilar\b|\bno (?:\w+ ){0,3}(?:difference|benefit|effect|improvement|change)\b|\bdid not (?:\w+ )?(?:improve|differ|reduce|change|show)\b|"
    r"\bdoes not (?:\w+ )?(?:improve|reduce|alter|change)\b|\bnot significant|\bnot improve\b|\bwithout (?:benefit|effect)\b|\bineffective\b|\bnon-?inferior\b",
    re.IGNORECASE,
)
_BENEFIT: Final = re.compile(
    r"\b(?:improv\w+|reliev\w+|reduc\w+|lower(?:s|ed|ing)?|lessen\w*|eas(?:e|es|ed)|decreas\w+|prevent\w*|better|superior|more effective|effective(?:ly)?|"
    r"benefit\w*|greater (?:pain|relief|improvement|reduction)|alter(?:s|ed)?|slow(?:s|ed)?|protect\w*|outperform\w*)\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(r",? (?:but|whereas|while|although|however)\b|[;.]\s")
_CLAUSE: Final = re.compile(
    r"[;.](?=\s|$)|,? (?:but|whereas|although|because)\b|, and (?=\w+ (?:is|are|should|must|may|can|was|were)\b)"
)
_BEFORE: Final = re.compile(r"\b(?:before|prior to|ahead of)\b", re.IGNORECASE)
_AFTER: Final = re.compile(r"\bafter\b|\bfollowing\b", re.IGNORECASE)
_OVER: Final = re.compile(
    r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:recommended|preferred|favou?red|chosen|used|superior)\s+(?:over|to|rather than|instead of)\b",
    re.IGNORECASE,
)
_LOOSE: Final = frozenset("in of the a who with for people patients and or as to is are do have".split())
_SUBORDINATE: Final = re.compile(r"\b(?:in whom|for whom|if|when|whom|unless|as long as|who|before|after)\b[^,]*\Z", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\b(?:before|after|when|if|while|with)\b", re.IGNORECASE)
_PLACES: Final = frozenset("high low upper maximum max minimum min over under up down most least highest lowest above below longest".split())
_STRONG, _TOPIC, _NULL_TOPIC = 0.6, 0.5, 0.5


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause with what stands before its verb and after it. against: whether it advises against; None: neither."""

    text: str
    head: Profile
    tail: Profile
    whole: Profile
    against: bool | None
    cue: str


def turn_faults(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """What a source says the other way round."""
    near = [f for f in found if f.covers >= _TOPIC or f.overlap >= _TOPIC]
    faults: list[Fault] = []
    for check in (_stance, _order, _compared, _outcome):
        if told := next((fault for f in near if (fault := check(mine, f))), None):
            faults.append(told)
    return (*faults, *_null(mine, found))


def _clauses(text: str, context: str) -> Iterator[_Clause]:
    last = 0
    for m in [*_CLAUSE.finditer(text), None]:
        piece = text[last : m.start() if m else len(text)].strip(" ,")
        last = m.end() if m else last
        if piece:
            yield _clause(piece, context)


def _clause(piece: str, context: str) -> _Clause:
    against, favour = (_main(pattern, piece) for pattern in (_AGAINST, _FOR))
    cue = against or favour
    begin, end = cue.span() if cue else (len(piece), len(piece))
    return _Clause(
        piece,
        profile(piece[:begin]),
        profile(piece[end:]),
        profile(piece, context),
        None if cue is None else bool(against),
        " ".join(cue[0].split()) if cue else "",
    )


def _main(pattern: re.Pattern[str], piece: str) -> re.Match[str] | None:
    """The first match that stands in no subordinate clause ("in whom ... is contraindicated")."""
    return next((m for m in pattern.finditer(piece) if not _SUBORDINATE.search(piece[: m.start()])), None)


def _stance(mine: Profile, found: Found) -> Fault | None:
    """Recommended where the source advises against it, or the other way round."""
    if other_condition(mine, found.said) or other_population(mine, found.said):
        return None
    for a in _clauses(mine.text, mine.context):
        for b in _clauses(found.said.text, found.said.context):
            if a.against is None or b.against is None or a.against == b.against:
                continue
            if _same_matter(a, b, mine, found):
                said = f'the text says "{a.cue}", the source "{b.cue}"'
                return Fault(FaultKind.NEGATION_OR_DIRECTION, (a.cue,), said, found, against=True)
    return None


def _same_matter(said: _Clause, there: _Clause, mine: Profile, found: Found) -> bool:
    """Whether the two clauses are of one drug and what narrows the barring one stands in the other too."""
    barring, favouring = (said, there) if said.against else (there, said)
    if not _drugs_meet(said, there, (mine, found.said)):
        return False
    if not barring.whole.keys("route") <= favouring.whole.keys("route") or not _limits_meet(barring, favouring):
        return False
    if not special(barring.whole.own.populations) <= _broad(favouring.whole.populations | mine.populations):
        return False
    if _exception(said) != _exception(there) and (said.against or _exception(said) or _conditional(mine)):
        return False
    return _is_object(favouring) and _tail_meets(barring, favouring) and _rest_meets(barring, favouring, mine, found)


def _broad(populations: frozenset[str]) -> frozenset[str]:
    from curbside.language import lexicon

    return populations | {b for p in populations for b in lexicon.broader("population", p)}


def _exception(clause: _Clause) -> bool:
    return any(t.kind == "exception" for t in clause.whole.tokens)


def _drugs_meet(a: _Clause, b: _Clause, sides: tuple[Profile, Profile]) -> bool:
    mine, yours = a.whole.drugs or sides[0].drugs, b.whole.drugs or sides[1].drugs
    return bool(mine & yours) or (not mine and not yours)


def _is_object(favouring: _Clause) -> bool:
    """Whether the drug is what the clause speaks for, not what something else is done before or together with."""
    if not favouring.whole.own.drugs:
        return True
    subject_of = re.sub(r"^[^,]*,", "", favouring.head.text) if "," in favouring.head.text else favouring.head.text
    return bool(profile(subject_of).own.drugs or profile(_ASIDE.split(favouring.tail.text)[0]).own.drugs)


def _conditional(mine: Profile) -> bool:
    return bool(re.search(r"\b(?:if|unless|when|once|where|confirmed|demonstrated|proven)\b", mine.text, re.IGNORECASE))


def _limits_meet(barring: _Clause, favouring: _Clause) -> bool:
    """Whether the numbers to which a "not" is narrowed are the other clause's too, or it has another of its alternatives."""
    if barring.whole.keys("measure") <= favouring.whole.keys("measure") or _thresholds_meet(barring, favouring):
        return True
    either = re.search(r"\bor\b", barring.head.text)
    return bool(either and special(barring.whole.own.populations) & favouring.whole.own.populations)


def _thresholds_meet(a: _Clause, b: _Clause) -> bool:
    """ "Below 30" beside "of 25": a number inside the other's bound."""
    ours = [t.key for t in a.whole.tokens if t.kind == "measure"]
    theirs = [t.key for t in b.whole.tokens if t.kind == "measure"]
    return bool(ours) and bool(theirs) and all(any(_inside(y, x) or _inside(x, y) for y in theirs) for x in ours)


def _inside(value: str, bound: str) -> bool:
    m, n = (re.match(r"#(within|[<>]=?)?([\d.]*?)\.\.([\d.]*) (.+)", k) for k in (value, bound))
    if not m or not n or m[4].split("/")[0] != n[4].split("/")[0]:
        return value == bound
    point, low, high = m[2] or m[3], n[2], n[3]
    return bool(point) and (not low or float(point) >= float(low)) and (not high or float(point) <= float(high))


def _tail_meets(barring: _Clause, favouring: _Clause) -> bool:
    """What the "not" is narrowed to ("in asthma", "first", "at the same site") stands in the other clause too."""
    tail, other = barring.tail, favouring.whole
    if tail.own.drugs and tail.own.drugs & other.drugs:
        return True
    if tail.own.conditions:
        return kin(tail.own.conditions, other.conditions)
    return not tail.words or len(tail.words & other.near) / len(tail.words) >= _TOPIC


def _rest_meets(barring: _Clause, favouring: _Clause, mine: Profile, found: Found) -> bool:
    """Whether most of the claim's words are spoken of by the source, and the source's frame fits the claim."""
    frame = {
        c for c in barring.head.own.conditions if not kin(frozenset({c}), favouring.whole.conditions | mine.conditions)
    }
    return found.covers >= _STRONG and not frame


def _order(mine: Profile, found: Found) -> Fault | None:
    """ "A before B" where the source has "B before A"."""
    said, there = before_and_after(mine.text), before_and_after(found.said.text)
    if not said or not there or found.covers < _TOPIC:
        return None
    turned = _meet(said[0], there[1]) and _meet(said[1], there[0])
    straight = _meet(said[0], there[0]) and _meet(said[1], there[1])
    if not turned or straight:
        return None
    words = f"{_brief(said[0])} before {_brief(said[1])}"
    return Fault(
        FaultKind.NEGATION_OR_DIRECTION, (words,), "the source has the two in the other order", found, against=True
    )


def before_and_after(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The drugs, and measured things, named in what comes first and in what comes later."""
    for pattern, forward in ((_BEFORE, True), (_AFTER, False)):
        m = pattern.search(text)
        if not m:
            continue
        left, right = text[: m.start()], text[m.end() :]
        if not left.strip(" ,"):
            right, _, left = right.partition(",")
            left = re.split(r"[;.]", left)[0]
        left = re.split(r"[;.]", left)[-1]
        right = re.split(r"[;.,]", right)[0]
        first, later = (left, right) if forward else (right, left)
        a, b = _things(first), _things(later)
        if a - b and b - a:
            return a - b, b - a
    return None


def _things(text: str) -> frozenset[str]:
    """The drugs that a phrase names, those inside the name of a condition too ("vitamin B12 deficiency")."""
    return frozenset(t.key for t in canon(text).tokens if t.kind == "drug")


def _meet(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b)


def _brief(things: frozenset[str]) -> str:
    return ", ".join(sorted(t.removeprefix("drug ") for t in things))


def _compared(mine: Profile, found: Found) -> Fault | None:
    """ "A more than B" where the source has "B more than A"."""
    ours, theirs = _sides(mine), _sides(found.said)
    if not ours or not theirs or ours[0] != theirs[0] or found.covers < _STRONG:
        return None
    (left, right), (there_left, there_right) = (
        (ours[1] - ours[2], ours[2] - ours[1]),
        (theirs[1] - theirs[2], theirs[2] - theirs[1]),
    )
    straight = len(left & there_left) + len(right & there_right)
    turned = min(len(left & there_right), len(right & there_left))
    if not turned or straight:
        return None
    said = "the source has the two sides of the comparison the other way round"
    return Fault(FaultKind.NEGATION_OR_DIRECTION, (_brief(left),), said, found, against=True)


def _sides(said: Profile) -> tuple[str, frozenset[str], frozenset[str]] | None:
    """The sign of a comparison ("higher ... than", "recommended over") and what stands on its two sides."""
    m = _OVER.search(said.text)
    if m:
        return "over", _telling(said.text[: m.start()], -4), _telling(said.text[m.end() :], 4)
    than = next((i for i, t in enumerate(said.tokens) if t.key in ("than", "vs")), None)
    if than is None:
        return None
    signs = [
        cue[1] for t in said.tokens[:than] if t.kind in ("direction", "outcome") and (cue := polarity.kind_of(t.key))
    ]
    left, right = said.tokens[max(0, than - 7) : than], said.tokens[than + 1 : than + 8]
    kinds = ("measure", "frequency", "drug", "route")
    sides = [frozenset(t.key for t in side if t.kind in kinds) for side in (left, right)]
    return (signs[-1], sides[0], sides[1]) if signs else None


def _telling(text: str, words: int) -> frozenset[str]:
    """The words next to a comparison: drugs, and words of content."""
    tokens = [t for t in canon(text).tokens if t.kind in ("drug", "word", "route") and t.key not in _LOOSE]
    return frozenset(t.key for t in (tokens[words:] if words < 0 else tokens[:words]))


def _outcome(mine: Profile, found: Found) -> Fault | None:
    """Better for worse, increase for decrease, about the same thing."""
    if (
        found.covers < _STRONG
        or other_condition(mine, found.said)
        or not (mine.drugs & found.said.drugs or not mine.drugs)
    ):
        return None
    ours, theirs = list(_signs(mine)), list(_signs(found.said))
    for sign, word, about in ours:
        same = [b for s, _, b in theirs if s == sign and _about_same(about, b)]
        against = [w for s, w, b in theirs if s[0] == sign[0] and s[1] != sign[1] and _about_same(about, b)]
        if against and not same and not _negated(mine) and not _negated(found.said):
            said = f'the text says "{word}", the source "{against[0]}"'
            return Fault(FaultKind.NEGATION_OR_DIRECTION, (word,), said, found, against=True)
    return None


def _negated(said: Profile) -> bool:
    return any(t.kind == "negation" for t in said.tokens)


def _signs(said: Profile) -> Iterator[tuple[tuple[str, str], str, frozenset[str]]]:
    """The words of direction and outcome with their sign and the words that stand beside them."""
    for i, token in enumerate(said.tokens):
        cue = polarity.kind_of(token.key) if token.kind in ("direction", "outcome") else None
        if cue and cue[1] in "+-" and token.key not in _PLACES:
            beside = said.tokens[max(0, i - 4) : i] + said.tokens[i + 1 : i + 5]
            yield (
                cue,
                token.text,
                frozenset(t.key for t in beside if t.kind in ("word", "drug", "route") and len(t.key) > 3),
            )


def _about_same(a: frozenset[str], b: frozenset[str]) -> bool:
    both = a & b
    return len(both) >= 2 or (len(both) == 1 and (min(len(a), len(b)) == 1 or any(w.startswith("drug ") for w in both)))


def _null(mine: Profile, found: tuple[Found, ...]) -> tuple[Fault, ...]:
    """A benefit told where the study of the same drug found no difference in the same outcome."""
    benefit = _BENEFIT.search(mine.text)
    if not benefit or _NULL.search(mine.text) or _negated(mine) or not mine.drugs:
        return ()
    about = _outcome_words(mine, mine.text)
    told = [(f, null) for f in found if (null := _null_clause(mine, f, about))]
    if not told:
        return ()
    best, clause = max(told, key=lambda pair: (pair[0].overlap, pair[0].covers))
    if any(_shows_benefit(mine, f, about) and f.overlap >= best.overlap for f in found):
        return ()
    said = f'the source says of this: "{clause}"'
    return (Fault(FaultKind.NULL_RESULT_AS_BENEFIT, (benefit[0],), said, best, against=True),)


def _outcome_words(mine: Profile, text: str) -> frozenset[str]:
    """What the benefit is about: the words of the text but for drugs, conditions and the benefit itself."""
    benefit = {w for m in _BENEFIT.finditer(text) for w in profile(m[0]).words}
    names = {w for w in mine.words if w.startswith("drug ")}
    return mine.words - benefit - names


def _null_clause(mine: Profile, found: Found, about: frozenset[str]) -> str | None:
    if not _same_study(mine, found):
        return None
    for piece in _BUT.split(found.said.text):
        null = _NULL.search(piece)
        if null and profile(piece).words & about and _measured(piece, about):
            return " ".join(piece.strip(" ,.").split())
    return None


def _measured(piece: str, about: frozenset[str]) -> bool:
    """Whether what was not changed is what the claim speaks of."""
    null = _NULL.search(piece)
    if null is None:
        return False
    before, after = piece[: null.start()], piece[null.end() :]
    near = profile(before).words if len(profile(before).words) > 1 else profile(after).words
    return bool(near & about)


def _same_study(mine: Profile, found: Found) -> bool:
    return bool(mine.drugs & found.said.drugs) and found.covers >= _NULL_TOPIC and not other_condition(mine, found.said)


def _shows_benefit(mine: Profile, found: Found, about: frozenset[str]) -> bool:
    if not (mine.drugs & found.said.drugs) or found.source.kind is Kind.UNKNOWN:
        return False
    pieces = [p for p in _BUT.split(found.said.text) if _BENEFIT.search(p) and not _NULL.search(p)]
    return any(profile(p).words & about for p in pieces)
