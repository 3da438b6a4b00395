"""The nouns of verification that several gates share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from curbside.language.abbreviations import Definition
from curbside.language.spelled import contracted

JOINERS: Final = frozenset(
    {
        "Also:",
        "Also,",
        "And:",
        "In addition:",
        "In addition,",
        "Besides,",
        "By contrast:",
        "Note:",
        "Further:",
        "In summary:",
        "In short:",
        "According to the source:",
        "According to the label:",
        "According to the guideline:",
        "The source says:",
        "The source states:",
        "The label says:",
        "The label states:",
        "The guideline says:",
        "The guideline states:",
        "In adults:",
        "In children:",
        "In infants:",
        "In neonates:",
        "In adolescents:",
        "In older people:",
        "In pregnancy:",
        "In breastfeeding:",
        "In renal impairment:",
        "In hepatic impairment:",
        "For adults:",
        "For children:",
        "Adults:",
        "Children:",
    }
)

PLAIN_JOINERS: Final = frozenset(
    {
        "Also:",
        "Also,",
        "And:",
        "In addition:",
        "In addition,",
        "Besides,",
        "Note:",
        "Further:",
        "In summary:",
        "In short:",
    }
)
"""Joiners that say nothing of who says it or of whom, for evidence of which no more is known than its words."""

_NAMING: Final = ("label", "guideline")


def joiners_for(kinds: Collection[str]) -> frozenset[str]:
    """The joiners for sources of these kinds: "According to the label:" only where every one of them is a label."""
    wrong = [kind for kind in _NAMING if set(kinds) != {kind}]
    return frozenset(j for j in JOINERS if not any(kind in j for kind in wrong))


@dataclass(frozen=True, slots=True)
class CitedText:
    """What one citation offers.

    support: whole units of one source, in its order. context: headings, lead-ins (ending with ":"), header cells, the
    sentence before, of the same source. adjacent: whether the support units follow one another there. definitions:
    those of abbreviations, of the same source, whose long forms a statement may tell in brackets.
    """

    support: tuple[str, ...]
    context: tuple[str, ...] = ()
    adjacent: bool = False
    definitions: tuple[Definition, ...] = ()

    def said_of(self, statement: str) -> str:
        """The statement without the long forms that the definitions account for: what the rest must say."""
        for definition in self.definitions:
            statement = contracted(statement, definition) or statement
        return statement
