"""The opposite of a claim and its denial, in words: what a sentence is likened to besides the claim itself.

An embedding hardly tells a claim from its opposite; but the sentence that says it is a little nearer to the one than to
the other. The rules are of wording alone, and what they make is never shown.
"""

from __future__ import annotations

import re
from typing import Final

_STEMS: Final = (
    "increas|decreas rais|lower elevat|lower enhanc|impair promot|prevent activat|inhibit induc|suppress improv|worsen "
    "stimulat|block accelerat|slow caus|prevent upregulat|downregulat up-regulat|down-regulat strengthen|weaken "
    "stabiliz|destabiliz reduc|increas diminish|increas attenuat|enhanc protect|harm abolish|restor extend|shorten"
)
_WORDS: Final = (
    "higher|lower high|low greater|smaller more|less most|least better|worse benefit|harm beneficial|harmful "
    "effective|ineffective longer|shorter activation|inhibition upregulation|downregulation improvement|worsening "
    "positive|negative positively|negatively safe|unsafe sensitive|resistant sensitivity|resistance gain|loss "
    "presence|absence before|after early|late able|unable common|rare similar|different stable|unstable "
    "susceptible|resistant susceptibility|resistance increase|decrease"
)
_ONE_WAY: Final = (
    "reduction|increase deficiency|abundance lack|presence fewer|more decline|rise elevated|reduced protective|harmful "
    "unrelated|related lacks|has lacking|having"
)
_AUXILIARY: Final = re.compile(
    r"\b(is|are|was|were|can|may|could|should|will|has|have|does|do)\b(?! not)", re.IGNORECASE
)
_NOT: Final = re.compile(r"\b(?:(?:does|do|did) not|not|no|never|cannot)\s+", re.IGNORECASE)
_VERB: Final = re.compile(r"(?<=\w )([a-z]{2,}[^s\W])s\b(?! (?:of|and|or|in|with)\b)")
_A_WORD: Final = re.compile(r"[\w-]+")
_WHOLE: Final = "It is not true that "


def _listed() -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in _WORDS.split():
        a, b = pair.split("|")
        found.setdefault(a, b)
        found.setdefault(b, a)
    for pair in _STEMS.split():
        a, b = pair.split("|")
        for one, other in ((a, b), (b, a)):
            for ending in ("e", "es", "ed", "ing", "s", ""):
                found.setdefault(one + ending, _ended(other, ending))
    for pair in _ONE_WAY.split():
        a, b = pair.split("|")
        found.setdefault(a, b)
    return found


def _ended(stem: str, ending: str) -> str:
    """The stem with the ending that stands for `ending` in it ("increas" + "s": "increases")."""
    silent = re.search(r"(?:as|at|is|uc|ov|ir|us|iz|nc|os|ot)\Z", stem) is not None
    third = "es" if silent or stem.endswith("s") else "s"
    return stem + {"e": "e" if silent else "", "": "e" if silent else "", "es": third, "s": third}.get(ending, ending)


_OPPOSITES: Final = _listed()


def opposite(claim: str) -> str:
    """The claim without its first "not", else with its first word of direction turned, else denied."""
    if _NOT.search(claim):
        return _NOT.sub("", claim, count=1)
    for m in _A_WORD.finditer(claim):
        turned = _OPPOSITES.get(m[0].lower())
        if turned:
            return claim[: m.start()] + turned + claim[m.end() :]
    return denied(claim)


def denied(claim: str) -> str:
    """The claim without its first "not", or with one at its verb."""
    if _NOT.search(claim):
        return _NOT.sub("", claim, count=1)
    if _AUXILIARY.search(claim):
        return _AUXILIARY.sub(r"\1 not", claim, count=1)
    verb = _VERB.search(claim)
    return f"{claim[: verb.start()]}does not {verb[1]}{claim[verb.end() :]}" if verb else _WHOLE + claim
