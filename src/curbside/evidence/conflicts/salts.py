"""The salt as which a drug is given: by name, and beside a drug that no list has by the ending of its name."""

from __future__ import annotations

import re
from typing import Final

from curbside.language import lexicon

_SALTS: Final = re.compile(
    r"\b(?:hydrochloride|dihydrochloride|hydrobromide|sodium|disodium|potassium|calcium|magnesium|tartrate|succinate|"
    r"sulfate|sulphate|fumarate|gluconate|acetate|citrate|maleate|mes[iy]late|bes[iy]late|tos[iy]late|phosphate|"
    r"diphosphate|bromide|chloride|nitrate|mononitrate|dinitrate|propionate|dipropionate|valerate|furoate|decanoate|"
    r"enanthate|palmitate|pamoate|embonate|stearate|estolate|ethylsuccinate|lactobionate|axetil|proxetil|medoxomil|"
    r"cilexetil|etexilate|disoproxil|alafenamide|undecanoate|besilate|besylate|polymaltose|carboxymaltose|base|elemental)\b",
    re.IGNORECASE,
)
_SALT_SPELLINGS: Final = {"sulphate": "sulfate", "mesylate": "mesilate", "besylate": "besilate", "tosylate": "tosilate"}
_SALT_ENDING: Final = re.compile(
    r"(?!dose|once|more|here|medicine)[a-z]{2,}(?:ylate|onate|inate|arate|erate|oate|hydrate|hydrous|umine|ginine|"
    r"lysine|amine|olamine|bromide|chloride|oxalate)"
)
_NEAR_DRUG: Final = 24


def salts_near(text: str, drug: str | None) -> frozenset[str]:
    """The salts that stand beside the name of a drug, or anywhere near where the drug goes by no listed name."""
    found = set()
    for mention in lexicon.drugs_in(text):
        if mention.concept == drug:
            for match in _SALTS.finditer(text, mention.start, min(len(text), mention.end + _NEAR_DRUG)):
                between = text[mention.end : match.start()]
                if match.start() >= mention.end and not re.search(r"[.;,]|\b(?:and|or|with)\b", between):
                    found.add(match[0].lower())
    if not found and drug:
        found |= _salts_after(text, drug)
    if re.search(r"\belemental\b", text, re.IGNORECASE):
        found.add("elemental")
    return frozenset(_SALT_SPELLINGS.get(s, s) for s in found)


def _salts_after(text: str, drug: str) -> set[str]:
    """The salts right after a name, listed or not; their endings are those of names of salts and hydrates."""
    after = re.compile(rf"\b{re.escape(drug)}\s+(?:\((?:as\s+)?)?((?:[a-z]+\s+)?)([a-z]+)\b", re.IGNORECASE)
    words = {w for m in after.finditer(text) for w in (m[1].strip().lower(), m[2].lower()) if w}
    return {w for w in words if _SALTS.fullmatch(w) or _SALT_ENDING.fullmatch(w)}
