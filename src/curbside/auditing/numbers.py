"""Numbers and units of a claim, other than the doses of a regimen, that no source on the same subject has."""

from __future__ import annotations

import re
from typing import Final

from curbside.auditing.faults import Fault, FaultKind
from curbside.auditing.finding import Found
from curbside.auditing.profile import Profile, kin, other_condition, other_population, shares_drug
from curbside.language.canon import Token, canon

_KEY: Final = re.compile(r"#(?P<sign>within|[<>]=?)?(?P<low>[^.\s]*(?:\.\d+)?)\.\.(?P<high>\S*) (?P<unit>.+)")
_COMPARED: Final = {"<": "-", "<=": "-", ">": "+", ">=": "+"}
_SAME_TOPIC, _NEARLY_ALL = 0.6, 0.75
_BARE: Final = "1"
_ORDINARY: Final = frozenset({"{dose}", "{injection}", "{tablet}", "{ampoule}", "s", "mo", _BARE})


def number_faults(mine: Profile, found: tuple[Found, ...], settled: bool) -> tuple[Fault, ...]:
    """Quantities that the nearest source on the same subject has otherwise. settled: its doses were compared."""
    near = [f for f in found if _on_subject(mine, f)]
    if not near:
        return ()
    everywhere = {k for f in found if _same_things(mine, f) for k in _keys(f)}
    faults = []
    for token in mine.tokens:
        if token.kind != "measure" or (settled and _in_a_phase(token, mine)) or token.key in everywhere:
            continue
        fault = _turned(token, near) or _another(token, mine, near)
        faults += [fault] if fault else []
    return tuple(faults)


def _on_subject(mine: Profile, found: Found) -> bool:
    return _same_things(mine, found) and found.covers >= _SAME_TOPIC


def _same_things(mine: Profile, found: Found) -> bool:
    if mine.drugs and found.said.drugs:
        shared = shares_drug(mine, found.said)
    else:
        shared = kin(mine.conditions, found.said.conditions) or (not mine.drugs and found.covers >= _NEARLY_ALL)
    return shared and not other_condition(mine, found.said) and not other_population(mine, found.said)


def _keys(found: Found) -> set[str]:
    return {t.key for t in found.said.tokens if t.kind == "measure"} | {
        t.key for text in found.cited.context for t in _tokens(text) if t.kind == "measure"
    }


def _tokens(text: str) -> tuple[Token, ...]:
    return canon(text).tokens


def _in_a_phase(token: Token, mine: Profile) -> bool:
    return any(a < token.end and token.start < b for p in mine.phases for a, b in p.spans.values())


def _parts(key: str) -> tuple[str, str, str]:
    """Sign, ends and unit of a measure's key."""
    m = _KEY.match(key)
    return ((m["sign"] or ""), f"{m['low']}..{m['high']}", m["unit"]) if m else ("", key, "")


def _value(key: str) -> tuple[str, str]:
    _, ends, unit = _parts(key)
    return ends.strip("."), unit


def _turned(token: Token, near: list[Found]) -> Fault | None:
    """The same number with "above" for "below"."""
    sign = _COMPARED.get(_parts(token.key)[0])
    for found in near if sign else ():
        for there in found.said.tokens:
            if there.kind == "measure" and _value(there.key) == _value(token.key):
                other = _COMPARED.get(_parts(there.key)[0])
                if other and other != sign:
                    said = f"the text has {token.text}, the source {there.text}"
                    return Fault(FaultKind.NEGATION_OR_DIRECTION, (token.text,), said, found, against=True)
    return None


def _another(token: Token, mine: Profile, near: list[Found]) -> Fault | None:
    """Another number of the same unit in the unit that says the rest."""
    unit = _parts(token.key)[2]
    own = {t.key for t in mine.tokens if t.kind == "measure"}
    for found in near:
        there = [t for t in found.said.tokens if t.kind == "measure" and _parts(t.key)[2] == unit and t.key not in own]
        if there and (unit not in _ORDINARY or _beside_same_word(token, mine, there, found)):
            nearest = max(there, key=lambda t: len(_around(t, found.said) & _around(token, mine)))
            said = f"the text has {token.text}; the source has {nearest.text}"
            return Fault(FaultKind.NUMBER_OR_UNIT, (token.text,), said, found, against=True)
    return None


def _beside_same_word(token: Token, mine: Profile, there: list[Token], found: Found) -> bool:
    """Whether a count or a span of time stands among the same words on both sides."""
    around = _around(token, mine)
    for other in there:
        both = len(around & _around(other, found.said))
        if both >= 2 or (both and _leads(token, mine) == _leads(other, found.said) != ""):
            return True
    return False


def _leads(token: Token, where: Profile) -> str:
    """The preposition before a token."""
    at = where.tokens.index(token)
    before = where.tokens[at - 1].key if at else ""
    return before if before in ("after", "by", "within", "for", "of", "before", "at", "every") else ""


def _around(token: Token, where: Profile) -> set[str]:
    """The words next to a token."""
    at = where.tokens.index(token)
    return {
        t.key
        for t in where.tokens[max(0, at - 4) : at + 5]
        if t.kind in ("word", "direction", "outcome", "drug") and len(t.key) > 3
    }
