"""Whether a question stands by itself: it then takes over nothing of the topic before it."""

from __future__ import annotations

from typing import Final

from curbside.conversing import cues
from curbside.language import lexicon
from curbside.retrieval.kinds import KindOfQuestion
from curbside.types import Facet, Question

_FOR_WHICH_A_DRUG_IS_ASKED: Final = frozenset(
    {Facet.INDICATION, Facet.CAUSES, Facet.DISTINCTION, Facet.ESCALATION, Facet.COURSE}
)


def stands_alone(question: Question) -> bool:
    """Whether a question names what it is about, and points to nothing before it.

    It says that it is about another matter; it names a drug and a condition, and no patient spoken of before; it names
    a condition, and asks of that or which treatment, cause or test; or a word that no list knows, where a question says
    what it is about.
    """
    asked, text = question.understood, question.text
    drugs = (*asked.drugs, *asked.unknown_drugs)
    if cues.changes_topic(text):
        return True
    if cues.corrects(text):
        return False
    if drugs and asked.conditions:
        return not (cues.continues(text) or cues.same_patient(text) or _all_beside(text))
    itself = _asks_of_a_condition(question)
    if cues.points(text) or drugs or (cues.leans(text) and not itself):
        return False
    if asked.conditions:
        if all(cues.stands_beside(text, m.start) for m in lexicon.find(text, "condition")):
            return False
        return asked.intent in _FOR_WHICH_A_DRUG_IS_ASKED or itself
    unknown = set(asked.words) & set(cues.topics(text))
    return bool(unknown) and cues.asks_anew(text) and not (asked.population or asked.route)


def _all_beside(text: str) -> bool:
    """Whether each drug that is named is taken with, or set against, what was named before."""
    drugs = lexicon.drugs_in(text)
    return bool(drugs) and all(cues.drug_beside(text, m.start, m.end) for m in drugs)


def _asks_of_a_condition(question: Question) -> bool:
    """Whether it asks of a condition itself: what it is, its symptoms, its treatment."""
    text = question.text
    own = lexicon.find(text, "condition")
    if not own or cues.begins_leaning(text):
        return False
    return question.understood.kind is KindOfQuestion.DEFINITION or any(cues.of_a_condition(text, m.start) for m in own)
