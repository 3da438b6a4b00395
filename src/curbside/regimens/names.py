"""Which words can be the name of a drug that no list knows, and which cannot."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources
from typing import Final

from curbside.language import lexicon
from curbside.language._words import STOP_WORDS

NAME: Final = r"[A-Za-z][A-Za-z]{3,}(?:-[A-Za-z0-9]+)*"
SALTS: Final = frozenset(
    "hydrochloride hydrobromide sodium potassium calcium magnesium sulfate sulphate phosphate acetate maleate fumarate "
    "tartrate citrate mesylate mesilate besylate besilate tosylate succinate bromide chloride nitrate lactate "
    "gluconate trihydrate monohydrate dihydrate anhydrous hydrate hcl disodium dipropionate propionate "
    "valerate furoate".split()
)
_PLAIN_ENDINGS: Final = re.compile(
    r"(?:ly|ing|ed|tion|tions|sion|ment|ments|ness|ity|ance|ence|ency|aemia|emia|itis|osis|algia|pathy|uria|plegia|penia|"
    r"rrhoea|rrhea|oedema|disease|syndrome|failure|therapy|able|ible|wise|ward|wards)\Z"
)


@lru_cache(maxsize=4096)
def is_name(word: str) -> bool:
    """Whether a word in lower case can be a drug's name: no plain word, no salt, nothing that a list knows as other."""
    if word in _plain_words() or word in STOP_WORDS or word in SALTS or _PLAIN_ENDINGS.search(word):
        return False
    return not any(lexicon.find(word, kind) for kind in ("route", "population", "condition", "form"))


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    path = resources.files("curbside.language") / "data" / "plain_words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
