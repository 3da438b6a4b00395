"""Whether a sentence can be read as it stands: neither in another language than its source says, nor disguised.

What no reader can check is no evidence (the clinical rules, section 8): an order to a machine is hidden in a cipher, in
letters apart, in figures for letters, or in a language that the rules of orders do not know.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ENGLISH: Final = "en"
FEWEST_WORDS, FEWEST_LETTERS = 6, 30
_FOREIGN_LETTERS, _FEWEST_COMMON, _LETTERS_APART = 0.2, 0.5, 0.5
_COMMON: Final = frozenset("etaoinsr")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FIGURES_FOR_LETTERS: Final = re.compile(r"(?<![A-Z])(?:[a-z][01345789$@]+[a-z]|\b[013457][a-z]+[01345$@][a-z])")
_FEWEST_DISGUISED: Final = 3
_FIGURE: Final = re.compile(r"[0-9$@]")
_UNBROKEN_LENGTH: Final = 40
_UNBROKEN: Final = re.compile(
    r"(?<![\w/.:-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])"
    rf"[A-Za-z0-9+/]{{{_UNBROKEN_LENGTH},}}={{0,2}}(?![\w/.-])"
)
_OF_ENGLISH: Final = frozenset(
    "the of and to is with for are be by that as on at from it this was not have has which who should if when "
    "after but their also been these will more most other such during there they before used can may or an in a "
    "his her".split()
)
# Words that stand in nearly every sentence of a language and in none of English (Spanish, Portuguese, French, Italian,
# German, Dutch, Scandinavian, Polish, Czech, Turkish, Indonesian, Swahili, Romanian, Hungarian, Finnish, Welsh).
_OF_OTHERS: Final = frozenset(
    "el los las del una que para por con se es como más si no este esta sus debe o os das dos não uma com seu sua "
    "le les des du une est pour dans avec sur pas vous cette qui ou et il lo gli di che per non sono della nel "
    "questo der die das und ist nicht mit für auf den dem ein eine zu von bei wird sie het een van niet voor op "
    "zijn met deze och att det som på är inte av og ikke til er jest nie na do się w z i że dla je pro při bir ve "
    "bu için ile yang dan untuk dengan tidak ini pada adalah na ya kwa wa ni katika hii și este nu pe cu pentru "
    "az és nem egy hogy ja on ei että yn y mae ar fod".split()
) - frozenset("i o on pro an do no er per met dos die den a z w".split())


def unreadable(sentence: str, language: str = ENGLISH) -> str | None:
    """Why `sentence` cannot be read as the text of a source in `language` (BCP 47); None where it can."""
    if max(map(len, sentence.split()), default=0) >= _UNBROKEN_LENGTH and _UNBROKEN.search(sentence):
        return "it holds a run of letters that is no word"
    if _FIGURE.search(sentence) and len(_FIGURES_FOR_LETTERS.findall(sentence)) >= _FEWEST_DISGUISED:
        return "it has figures for letters"
    words = _WORD.findall(sentence)
    lengths = list(map(len, words))
    if len(words) >= 2 * FEWEST_WORDS and lengths.count(1) > _LETTERS_APART * len(words):
        return "its letters stand apart"
    if len(words) < FEWEST_WORDS or sum(lengths) < FEWEST_LETTERS:
        return None
    return _not_english([w.lower() for w in words]) if language.lower().startswith(ENGLISH) else None


def _not_english(words: list[str]) -> str | None:
    letters = "".join(words)
    others = 0 if letters.isascii() else sum(not _is_latin(c) for c in letters)
    if others > _FOREIGN_LETTERS * len(letters):
        return "it is in another script than its source"
    english, foreign = (sum(map(known.__contains__, words)) for known in (_OF_ENGLISH, _OF_OTHERS))
    if foreign > english and foreign >= 2:
        return "it is in another language than its source"
    if english:
        return None
    common = sum(unicodedata.normalize("NFD", c)[0] in _COMMON for c in letters)
    return "its letters are not those of English" if common < _FEWEST_COMMON * len(letters) else None


def _is_latin(letter: str) -> bool:
    # Latin and its extensions end there; Greek letters of names and units (µ, α, β) are few in any sentence.
    return letter < "\u0250" or "\u1e00" <= letter <= "\u1eff"
