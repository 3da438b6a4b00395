"""The kind of a clause that begins as a question or a request: "why ...", "when ...", "does ...", "define ..."."""

from __future__ import annotations

import re
from collections.abc import Callable

from curbside.retrieval.kinds.clauses import AUXILIARY
from curbside.retrieval.kinds.how import how
from curbside.retrieval.kinds.names import KindOfQuestion
from curbside.retrieval.kinds.options import BETTER, RATHER, alternatives
from curbside.retrieval.kinds.terse import kind_of_words
from curbside.retrieval.kinds.what import what

K = KindOfQuestion
_BEGINS = re.compile(rf"(what|which|how|why|when|who|whose|whom|where|whether)\b|({AUXILIARY})|[a-z]")


def kind_of_clause(clause: str) -> KindOfQuestion | None:
    """The kind of `clause` (as `plain` gives it); None where how it begins says nothing."""
    begins = _BEGINS.match(clause)
    if begins is None:
        return None
    word, auxiliary = begins.groups()
    if auxiliary:
        return _yes_no(clause)
    return _BY_WORD[word](clause) if word else _request(clause)


# ---- yes or no, or a choice in the form of one

_CHOOSE = (
    r"(?:use|give|given|start|started|choose|take|taken|prescrib\w+|offer\w*|add|switch|go for|prefer\w*|treated (?:with|by)|"
    r"managed (?:with|by)|treat with|try|have|recommend|continue|inject|apply|buy|order|request|be done|done)"
)
_CHOOSES = re.compile(
    rf"\b(?:should|shall|do|would|is|are|does|must|can|could|need)\b.*?\b{_CHOOSE} "
    r"(?:(?!if |when |in |with |after |for |during |who |while |from |because |before |until |and )\S+ ){0,6}or (?!not\b)"
)
_BETTER_THAN = re.compile(rf"\b{BETTER.pattern}\b[^,]*\bthan\b")
_IS_THERE = re.compile(
    r"(?:is|are) there (?:an?|any|another|other|some)? ?(?:\w+ ){0,2}?(?:alternatives?|substitutes?|other options?)\b"
)
_PAIRED = re.compile(
    r"\b(by|in|at|before|after|with|as|via|during|the|on|an?|morning|oral\w*|once) (?:\S+ ){1,3}or (\1|night|evening|iv|intravenous\w*|im)\b"
)
_ABOUT_A_DOCUMENT = re.compile(
    r"(?:do|have|has|does|is|are|can|could) (?:you|there|anyone|anybody|we|i) (?:have |got |find |get )?(?:an?|any|some|more)? ?"
    r"(information|info|details|leaflets?|guidelines?|guidance|polic(?:y|ies)|protocols?|resources?|literature|papers?|sources?|"
    r"help|support|contact|website)\b"
)


def _yes_no(clause: str) -> KindOfQuestion:
    if about := _ABOUT_A_DOCUMENT.match(clause):
        return K.DEFINITION if about[1] in ("information", "info", "details") else K.OTHER
    if _IS_THERE.match(clause):
        return K.CHOICE
    return K.CHOICE if _is_choice(clause) else K.YES_NO


def _is_choice(clause: str) -> bool:
    """Whether options are offered: "should I use A or B", "is A or B better", "with A rather than B"."""
    if re.match(r"(?:does|did|has|have|will|can|could|may|might)\b", clause) and not _BETTER_OF.search(clause):
        return False
    if RATHER.search(clause):
        return True
    if not alternatives(clause):
        return False
    return bool(_BETTER_OF.search(clause) or _CHOOSES.search(clause) or _PAIRED.search(clause))


_BETTER_OF = re.compile(rf"\b(?:{BETTER.pattern})\b(?![^,]*\bthan\b)")

# ---- when, who, where, why

_WHEN_NOT = re.compile(
    r"when (?:is|are|not|to avoid|should|must|would)\b.*?\b(?:not|avoid\w*|contraindicated|never|indicated|needed|required|necessary|suspect\w*)\b"
)
_WHEN_REFER = re.compile(
    r"when .*?\b(?:refer\w*|admit\w*|admission|escalat\w*|worry|call|hospital|urgent\w*|seek|specialist)\b"
)
_WHEN_BY_ITSELF = re.compile(r"when (?:will|does|do|did|would|can \S+ expect)\b(?! (?:i|we|you)\b)")
_WHEN_NUMBER = re.compile(
    r"when .*?\b(?:(?:re-?)?(?:check|test|measur|repeat|scan|vaccinat|dose|start|introduc|image)\w*|next|second|third|booster|due|again|"
    r"levels?|review\w*|after|before|monitor\w*|follow|safe|drive|fly|return)\b"
)
_WHO_MADE = re.compile(
    r"who (?:wrote|made|publish\w*|issued|discovered|invented|funded|sponsored|paid|produced|decides?|runs?|can help|do i|to)\b"
)


def _when(clause: str) -> KindOfQuestion:
    for pattern, kind in (
        (_WHEN_NOT, K.LIST),
        (_WHEN_REFER, K.MANAGEMENT),
        (_WHEN_BY_ITSELF, K.CAUSE),
        (_WHEN_NUMBER, K.DOSE),
    ):
        if pattern.match(clause):
            return kind
    return K.MANAGEMENT


def _who(clause: str) -> KindOfQuestion:
    return K.OTHER if _WHO_MADE.match(clause) else K.LIST


def _where(clause: str) -> KindOfQuestion:
    return (
        K.MANAGEMENT
        if re.match(r"where (?:to|should|do you|is|are) .*\b(?:inject|given?|appl|place|insert|put)\w*", clause)
        else K.OTHER
    )


# ---- requests

_REQUEST = re.compile(
    r"(?P<definition>define|explain|describe)\b|(?P<choice>compare|choose)\b|(?P<list>list|name|enumerate)\b|"
    r"(?P<dose>calculate|convert)\b|(?P<other>summari[sz]e|show|find|search|send|outline|hello|hi|thanks|help)\b"
)


def _request(clause: str) -> KindOfQuestion | None:
    asked = _REQUEST.match(clause)
    if asked is None:
        return None
    kind, rest = KindOfQuestion(asked.lastgroup or ""), clause[asked.end() :].strip()
    if kind is K.DEFINITION:
        return kind_of_clause(rest) or kind_of_words(rest) or kind
    return kind


_BY_WORD: dict[str, Callable[[str], KindOfQuestion | None]] = {
    "what": what,
    "which": what,
    "how": how,
    "why": lambda _: K.CAUSE,
    "when": _when,
    "who": _who,
    "whose": _who,
    "whom": _who,
    "where": _where,
    "whether": lambda _: K.YES_NO,
}
