"""What was found in animals: a label's nonclinical sections, and sentences about rats and mice.

It answers no question of a clinician, and a dose in it is no dose for a person: the label of atorvastatin compares
"the 120 mg/kg dose" of a dog with "the maximum human dose". Only a question that is about animals, pregnancy or
breastfeeding may meet it, since labels tell of animal reproduction there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from curbside.language.patterns import Lazy
from curbside.types import Understood

_HEADING: Final = re.compile(
    r"non-?clinical toxicology|\bcarcinogenesis\b|\banimal (?:toxicology|pharmacology|data)\b", re.I
)
_ANIMALS: Final = Lazy(
    r"\b(?:rats|mice|hamsters|guinea pigs|beagles?|in (?:[a-z]+ ){0,2}(?:dogs|rabbits|monkeys|pigs)|murine)\b"
    r"|\((?:rat|mouse|dog|rabbit|monkey|hamster)s?\b|\b(?:female|male) dogs?\b"
    r"|\bmaximum (?:recommended )?human dose|\bMRHD\b|\bhuman (?:plasma )?(?:AUC|area[- ]under|exposure at)",
    re.I,
    needles=(
        (
            *("rats", "mice", "hamster", "guinea pig", "beagle", "dog", "rabbit", "monkey", "pigs", "murine"),
            *("(rat", "(mouse", "human dose", "mrhd", "human plasma", "human auc", "human area", "human exposure"),
        ),
    ),
)
_OFFSPRING: Final = frozenset({"pregnancy", "breastfeeding"})


def is_of_animals(text: str, headings: Iterable[str]) -> bool:
    """Whether a unit tells what was found in laboratory animals, by its words or the headings over it."""
    return bool(_ANIMALS.search(text)) or any(map(_is_nonclinical, headings))


@lru_cache(maxsize=4096)
def _is_nonclinical(heading: str) -> bool:
    return bool(_HEADING.search(heading))


def may_meet_animals(question: str, understood: Understood) -> bool:
    """Whether the question is one that findings in animals may answer."""
    about_offspring = _OFFSPRING & {*understood.population, understood.intent}
    return bool(about_offspring) or bool(_ANIMALS.search(question)) or bool(re.search(r"\banimals?\b", question, re.I))
