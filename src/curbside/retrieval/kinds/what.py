"""The kind of a clause that begins with "what" or "which"."""

from __future__ import annotations

import re

from curbside.retrieval.kinds.names import KindOfQuestion, first_head, words_of
from curbside.retrieval.kinds.options import BETTER
from curbside.retrieval.kinds.terse import LEANING

K = KindOfQuestion
_CAUSING = (
    r"(?:causes?|caused|causing|makes?|made|brings? (?:on|about)|leads? to|led to|triggers?|triggered|explains?|underl(?:ies|y)|drives?|provokes?|"
    r"precipitates?|accounts? for|contributes? to|predisposes?|produces?|influences?|determines?|sets? off|gives? rise to|results? in)\b"
)
_FIND = (
    r"(?:monitor|check|avoid|look|watch|ask|test|expect|tell|counsel|warn|know|exclude|include|eat|drink|measure|document|record|find|see|mimic|"
    r"interact|cover|consider|rule|screen|assess|examine|investigate|contain|order|request|do before)\w*"
)
_PERSON = r"(?:i|we|you|one|he|she|they|people|patients?|someone|(?:the|a|an|my|our) [\w-]+(?: [\w-]+)?)"
_SAYING = r"(?:literature|evidence|stud(?:y|ies)|trials?|guidelines?|guidance|nice|who|cochrane|research|reviews?|papers?|data|label|leaflet|bnf|spc|smpc|fda|ema)"
_BY_FORM = tuple(
    (re.compile(rf"(?:what|which) {pattern}"), kind)
    for pattern, kind in (
        (r"(?:if|now|next|then|to do)\b", K.MANAGEMENT),
        (r"(?:about|of(?! the| these| those))\b", K.OTHER),
        (r"(?:happens|happened|will happen|would happen|can happen|could happen|might happen|goes wrong)\b", K.CAUSE),
        (rf"(?:else |\w+ ){{0,3}}?(?:can |could |may |might |would |will )?{_CAUSING}", K.CAUSE),
        (
            r"(?:counts?|qualif\w+|is (?:classed|considered|regarded|meant)|are (?:classed|considered)|constitutes?|defines?|differentiates?)\b",
            K.DEFINITION,
        ),
        (
            r"(?:do|does|did|is|are|would) (?:\S+ ){0,12}?(?:mean|stand for|refers? to|short for|meant by|measure|called|stands for)\b",
            K.DEFINITION,
        ),
        (rf"(?:do|does|did) (?:\S+ ){{0,6}}?{_SAYING}\b.*\b(?:recommend|advise)", K.MANAGEMENT),
        (rf"(?:do|does|did|has|have) (?:\S+ ){{0,6}}?{_SAYING}\b", K.OTHER),
        (
            r"(?:do|does|did) (?:\S+ ){0,10}?(?:show|look like|feel like|include|contain|involve|consist of|interact with|suggest|indicate|comprise|treat|cover)\b",
            K.LIST,
        ),
        (r"(?:can|should|could|do|would) (?:\S+ ){0,8}?instead\b", K.CHOICE),
        (r"(?:should|must|ought) (?:the|my|his|her|their|an?) (?:\S+ ){1,6}be\s*\??$", K.DOSE),
        (
            rf"(?:should|can|could|must|do|would|shall|needs?|to|has|have|might) (?:{_PERSON} )?(?:not )?(?:to )?(?:be )?{_FIND}",
            K.LIST,
        ),
        (rf"(?:should|can|could|must|do|would|shall) {_PERSON} (?:use|prescribe|choose)\b", K.CHOICE),
        (
            rf"(?:should|can|could|must|do|does|did|would|shall|needs?|to|has|have|might) (?:be|{_PERSON})\b",
            K.MANAGEMENT,
        ),
        (r"to (?:give|use|prescribe|try|take|start)\b", K.MANAGEMENT),
        (r"(?:else|can|could|may|might|would|will)\b", K.LIST),
        (r"(?:do|does|did) .*\bdo\s*\??$", K.CAUSE),
        (r"(?:do|does|did)\b", K.LIST),
        (r"(?:helps?|works(?! best)|treats|prevents|relieves|eases|cures)\b", K.MANAGEMENT),
        (
            r"(?:kinds?|types?|sorts?|class) of (?:\S+ ){1,3}(?:is|are) (?!best|better|safe|prefer|recommend|most|used|the best|first|suitable)",
            K.DEFINITION,
        ),
        (r"(?:effects?|impact|influence|role) (?:do|does|did|has|have|of)\b", K.CAUSE),
    )
)
_IS = re.compile(
    r"(?:what|which) (?:is|are|was|were|\(?is/are\)?)(?: \((?:are|is)\))? (?:(?:currently|usually|generally|actually|exactly|typically) )?"
)
_IS_FORM = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"(?:behind|responsible for|wrong with|causing)\b", K.CAUSE),
        (r"(?:in|inside|included|part of|involved)\b", K.LIST),
        (r"(?:known|new|happening|going on|being done|out there|the latest|the current state)\b", K.OTHER),
        (
            r"(?:recommended|advised|suggested|needed|done|indicated|given|required|used|available|on offer|next|now)\b",
            K.MANAGEMENT,
        ),
        (r".* (?:used for|good for|made of|made up of|composed of|indicated for|for|associated with)\s*\??$", K.LIST),
        (
            rf"(?:an? |the )?(?:\w+ )?(?:normal|healthy|safe|acceptable|ideal|target|therapeutic|too (?:high|low)|reference|optimal) .*?{words_of('measured').pattern}",
            K.DOSE,
        ),
        (
            r"(?:an? |the )?(?:\w+ )?(?:best|right|correct|proper|safest|usual) (?:way|ways|practice|approach|steps?)\b",
            K.MANAGEMENT,
        ),
    )
)
_OWN_NOUN = re.compile(
    r"\S+ .*?\b(?:doses?|dosages?|dosing|maximum|max|target|range|intervals?|half[ -]life|side[ -]effects|symptoms|complications|contra-?indications|"
    r"interactions|risk factors|causes|signs|prognosis|outlook|treatments?|management|life expectancy|prevalence|incidence)\s*\??$"
)
_PLURAL = re.compile(
    r"(?:\w+(?<![siu])s|\w+ies|people|children|women|men|bacteria|criteria|patients|viruses|biases|diagnoses)$"
)
_VERBAL = re.compile(
    r"(?:suggests?|indicates?|means?|requires?|warrants?|needs?|rules?|defines?|predicts?|justif\w+|prompts?|triggers?)\b"
)
_CLOSED = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|may|might|must|will|would|has|have|had|need|needs|interact|cause|raise|lower|"
    r"increase|reduce|affect|require|get|work|works|suggests?|indicates?|means?|warrants?|i|we|you|to|that|who)\b|[,?]"
)


def what(clause: str) -> KindOfQuestion | None:
    """The kind of `clause`; None for "what" and a noun of which no list knows what it asks for."""
    for pattern, kind in _BY_FORM:
        if pattern.match(clause):
            return kind
    begins = _IS.match(clause)
    return _what_is(clause[begins.end() :], clause) if begins else _which_noun(clause)


def _what_is(rest: str, clause: str) -> KindOfQuestion:
    for pattern, kind in _IS_FORM:
        if pattern.match(rest):
            return kind
    leaning = LEANING.search(rest)
    named = rest[: leaning.start()] if leaning else rest
    best = BETTER.search(named) or re.search(r"\b(?:of|first|second)[ -]choice\b", rest)
    head = first_head(named)
    if head is None:
        return _no_head(named, bool(leaning), bool(best), clause)
    if (
        not leaning
        and not best
        and not rest.startswith(("the ", "my ", "his ", "her ", "your "))
        and not _OWN_NOUN.match(rest)
    ):
        return K.DEFINITION
    if (
        best
        and head.kind in (K.LIST, K.MANAGEMENT, K.OTHER)
        and not named.strip().endswith(("risk factors", "predictors"))
    ):
        return K.CHOICE
    return head.kind


def _no_head(named: str, leaning: bool, best: bool, clause: str) -> KindOfQuestion:
    if best:
        return K.CHOICE
    plural = clause.startswith(("what are the ", "which are the ")) and leaning and _PLURAL.search(named.strip())
    return K.LIST if plural else K.DEFINITION


def _which_noun(clause: str) -> KindOfQuestion | None:
    word, _, rest = clause.partition(" ")
    closed = min((m.start() for p in (_CLOSED, LEANING) if (m := p.search(rest))), default=len(rest))
    named, best = rest[:closed].strip(), BETTER.search(rest)
    plural = bool(_PLURAL.search(named))
    option = any(m.end() == len(named) for m in words_of("option").finditer(named))
    head = first_head(named)
    if head is not None and head.kind is K.DOSE or _is_measured(named):
        return K.DOSE
    if best and (option or head is None or head.kind is K.MANAGEMENT):
        return K.CHOICE
    if head is not None and not (option and word == "which" and not plural):
        return head.kind
    if option:
        return K.LIST if plural and not LEANING.match(rest, closed) else K.CHOICE
    if plural or _PLURAL.match(rest.split(" ")[0]):
        return K.LIST
    return K.CHOICE if best or word == "which" else None


def _is_measured(named: str) -> bool:
    return any(m.end() == len(named) or _VERBAL.match(named, m.end() + 1) for m in words_of("measured").finditer(named))
