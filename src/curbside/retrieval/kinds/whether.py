"""The kind of a clause that begins with an auxiliary verb: yes or no, or a choice in the form of one."""

from __future__ import annotations

import re

from curbside.retrieval.kinds.names import KindOfQuestion, part
from curbside.retrieval.kinds.options import alternatives

_FOR_A_DOCUMENT = re.compile(
    r"(?:(?:is|are) there|(?:do|does|have|has|can|could) \w+ (?:have|got|find|get)) (?:(?:an?|any|some|more|the) )?(?:\w+ ){0,2}?"
    r"(?:(?P<definition>information|info|details)|leaflets?|guidelines?|guidance|polic(?:y|ies)|protocols?|resources?|"
    r"literature|papers?|(?:clinical )?trials?|stud(?:y|ies)|charit(?:y|ies)|(?:patient|support) groups?|sources?|help|"
    r"support|contact|website)\b"
)
_IN_FORCE = re.compile(
    r"(?:is|are|was|were|has|have) (?:the|this|that|these|those|your|our) (?:\S+ ){0,4}?(?:guidelines?|guidance|leaflets?|polic(?:y|ies)|"
    r"protocols?|labels?|recommendations?|documents?)\b.*\b(?:current|up[ -]to[ -]date|out of date|outdated|replaced|superseded|"
    r"withdrawn|in force|updated|revised|latest)\b"
)
_ALTERNATIVE = re.compile(r"(?:is|are) there (?:\w+ ){0,3}?(?:alternatives?|substitutes?|other options?)\b")
_THAN = re.compile(r"[^,]*\bthan\b")
_RATHER = re.compile(r"\b(?:rather than|instead of)\b")
_FACT = re.compile(r"(?:does|did|has|have|will|can|could|may|might)\b")
_CHOOSES = re.compile(
    r"\b(?:use|give|given|start|started|choose|take|taken|prescrib\w+|offer\w*|add|switch|go for|prefer\w*|treated (?:with|by)|"
    r"managed (?:with|by)|treat with|try|have|recommend|continue|inject|apply|buy|order|request|done) "
    r"(?:(?!if |when |in |with |after |for |during |who |while |from |because |before |until |and )\S+ ){0,6}or (?!not\b)"
)
_PAIRED = re.compile(
    r"\b(by|in|at|before|after|with|as|via|during) (?:\S+ ){1,3}or \1\b"
    r"|\b(?:mornings?|breakfast|daytime|iv|intravenously|orally) or (?:\w+ ){0,2}(?:nights?|evenings?|bedtime|iv|im|orally|mouth)\b"
)


def whether(clause: str) -> KindOfQuestion:
    """The kind of `clause`; a question for a document is no question about what is in it."""
    if about := _FOR_A_DOCUMENT.match(clause):
        return KindOfQuestion.DEFINITION if about["definition"] else KindOfQuestion.OTHER
    if _IN_FORCE.match(clause):
        return KindOfQuestion.OTHER
    if _ALTERNATIVE.match(clause) or _is_choice(clause):
        return KindOfQuestion.CHOICE
    return KindOfQuestion.YES_NO


def _is_choice(clause: str) -> bool:
    """Whether options are offered: "should I use A or B", "is A or B better", "with A rather than B"."""
    better = any(not _THAN.match(clause, m.end()) for m in part("better").finditer(clause))
    if _FACT.match(clause) and not better:
        return False
    if _RATHER.search(clause):
        return True
    return alternatives(clause) and (better or any(p.search(clause) for p in (_CHOOSES, _PAIRED)))
