"""The kind of a clause that begins with an auxiliary verb: yes or no, or a choice in the form of one."""

from __future__ import annotations

import re

from curbside.retrieval.kinds.names import KindOfQuestion, by_form, part
from curbside.retrieval.kinds.options import alternatives

_THAN = re.compile(r"[^,]*\bthan\b")
_RATHER = re.compile(r"\b(?:rather than|instead of)\b")
_FACT = re.compile(r"(?:does|did|has|have|will|can|could|may|might)\b")
_CHOOSES = re.compile(
    r"\b(?:use|give|given|start|started|choose|take|taken|prescrib\w+|offer\w*|add|switch|go for|prefer\w*|try|have|"
    r"(?:treat|treated|managed) (?:with|by)|recommend|continue|inject|apply|buy|order|request|done) "
    r"(?:(?!(?:if|when|in|with|after|for|during|who|while|from|because|before|until|and) )\S+ ){0,6}or (?!not\b)"
)
_PAIRED = re.compile(
    r"\b(by|in|at|before|after|with|as|via|during) (?:\S+ ){1,3}or \1\b"
    r"|\b(?:with|before|after|on|at|by) (?:\S+ ){0,3}or (?:with|before|after|on|at|by) "
    r"|\b(?:mornings?|breakfast|daytime|iv|intravenously|orally) or (?:\w+ ){0,2}"
    r"(?:nights?|evenings?|bedtime|iv|im|orally|mouth)\b"
)


def whether(clause: str) -> KindOfQuestion:
    """The kind of `clause` (as `plain` gives it)."""
    kind = by_form("whether", clause)
    return kind or (KindOfQuestion.CHOICE if _is_choice(clause) else KindOfQuestion.YES_NO)


def _is_choice(clause: str) -> bool:
    """Whether options are offered: "should I use A or B", "is A or B better", "with A rather than B".

    "Is A better than B?" asks whether it is so.
    """
    better = any(not _THAN.match(clause, m.end()) for m in part("better").finditer(clause))
    if _FACT.match(clause) and not better:
        return False
    if _RATHER.search(clause):
        return True
    return alternatives(clause) and (better or any(p.search(clause) for p in (_CHOOSES, _PAIRED)))
