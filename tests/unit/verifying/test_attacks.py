"""What an enemy would try against the gates: none of it is supported.

All sentences are invented; no dose, threshold or result in them is real. Each kind of attack found, or might have
found, a way round the canonical form: characters that vanish, units and directions that become one, a full stop or a
bracket that moves, a clause that is cut out of a wider one, a sentence that lends its drug to the next.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.types import Outcome
from curbside.verifying.judging import judge

HERE = Path(__file__).parent
INVENTED = [s for s in (HERE / "invented.txt").read_text(encoding="utf-8").splitlines() if s and s[0] != "#"]

ATTACKS = tomllib.loads((HERE / "attacks.toml").read_text(encoding="utf-8"))


ARTICLES = ("a", "an", "the")


def of_sets() -> Iterator[tuple[str, str, str]]:
    """(kind, claim, evidence): every member of a set in the place of every other, in each of its sentences."""
    for one in ATTACKS["sets"]:
        named = one["sentences"]
        for sentence in ATTACKS["sentences"][named] if isinstance(named, str) else named:
            for mine, theirs in permutations(one["members"], 2):
                yield one["kind"], _begun(sentence.format(mine)), _begun(sentence.format(theirs))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def test_nothing_that_means_another_thing_is_taken_for_it() -> None:
    attacks = list(of_sets())
    assert len(attacks) > 10_000
    wrong = [(kind, mine, theirs) for kind, mine, theirs in attacks[::9] if supported(mine, theirs)]
    assert wrong == []


def supported(claim: str, *evidence: str) -> bool:
    return judge(claim, evidence).verdict is Outcome.SUPPORTED


def moved(sentence: str) -> Iterator[str]:
    """The sentence with a comma, semicolon or bracket a word or two from where it was, left out, or put in."""
    words = sentence.rstrip(".").split(" ")
    for i, word in enumerate(words):
        if word[-1] in ",;:" and len(word) > 1:
            bare = [*words[:i], word[:-1], *words[i + 1 :]]
            for j in (i - 2, i - 1, i + 1, i + 2, i + 3):
                if 0 <= j < len(words) - 1 and j != i and words[j][-1] not in ",;:" and words[j] not in ARTICLES:
                    yield " ".join([*bare[:j], bare[j] + word[-1], *bare[j + 1 :]]) + "."
        if word[0] == "(" or (word[-1] == ")" and "(" not in word):
            step, mark = (1, word[0]) if word[0] == "(" else (-1, word[-1])
            bare = [*words[:i], word.strip("()"), *words[i + 1 :]]
            j = i + 2 * step
            if 0 <= j < len(words):
                yield " ".join([*bare[:j], mark + bare[j] if mark == "(" else bare[j] + mark, *bare[j + 1 :]]) + "."


def ended(sentence: str) -> Iterator[str]:
    """The sentence with a full stop or semicolon put in after each word in turn."""
    words = sentence.rstrip(".").split(" ")
    for i in range(2, len(words) - 2):
        if words[i - 1][-1] not in ",;:" and words[i - 1] not in ARTICLES:
            yield " ".join(words[:i]) + ". " + words[i][0].upper() + " ".join(words[i:])[1:] + "."
            yield " ".join(words[:i]) + "; " + " ".join(words[i:]) + "."


def test_no_full_stop_comma_or_bracket_can_be_moved() -> None:
    edits = [(e, s) for s in INVENTED for e in (*moved(s), *ended(s))]
    assert len(edits) > 1000
    assert [(e, s) for e, s in edits[::3] if supported(e, s)] == []


@pytest.mark.parametrize("one", ATTACKS["shifted"], ids=lambda one: one["claim"][:40])
def test_divisions_stay_where_they_are(one: dict[str, str]) -> None:
    assert not supported(one["claim"], one["evidence"])
    assert supported(one["evidence"], one["evidence"])


@pytest.mark.parametrize("one", ATTACKS["cut_out"], ids=lambda one: one["claim"][:40])
def test_a_clause_is_not_cut_out_of_what_governs_it(one: dict[str, str]) -> None:
    assert not supported(one["claim"], one["evidence"])


@pytest.mark.parametrize("one", ATTACKS["lent"], ids=lambda one: one["claim"][:40])
def test_a_sentence_lends_nothing_to_another(one: dict[str, Any]) -> None:
    assert not supported(one["claim"], *one["evidence"])


def joined(one: str, other: str) -> Iterator[str]:
    """Claims that make one sentence of two."""
    a, b = one.rstrip("."), other[0].lower() + other[1:]
    for joint in (
        " and ",
        ", and ",
        "; ",
        " or ",
        ", but ",
        ", so ",
        ", because ",
        " but not ",
        ": ",
        " unless ",
        " - ",
        ", ",
        " if ",
        " ",
    ):
        yield a + joint + b
        yield other.rstrip(".") + joint + one[0].lower() + one[1:]
    yield other + " " + one
    yield a + ". Therefore " + b
    yield a + ". Not " + b


def test_two_sentences_are_not_made_one() -> None:
    pairs = list(zip(INVENTED[::2], INVENTED[1::2], strict=False))
    claims = [(c, pair) for pair in pairs for c in joined(*pair)]
    assert len(claims) > 500
    assert [(c, p) for c, p in claims if supported(c, *p)] == []


def test_two_whole_sentences_may_follow_one_another_as_they_do_in_the_source() -> None:
    assert supported(f"{INVENTED[0]} {INVENTED[1]}", INVENTED[0], INVENTED[1])


STRANGE = (
    "\u2260\u226e\u226f\u00b1\u00ac\u221a\u221e\u2191\u2193\u2192\u00f7\u223c\u2248\u0336\u0338\u200b\u2060"
    "\u202e\u20dd\u2044\u066b\u2030\u2032\u2033\u00b0\u00b2\u2082\u00bd\u0663\uff0bO"
)
HARMLESS_CHARACTERS = frozenset("|`\u00b4\u00ad\u200b\u200c\u200d\u2060\ufeff\u00ae\u2122")


@given(st.sampled_from(INVENTED), st.data())
def test_a_strange_character_anywhere_near_a_number_is_no_support(sentence: str, data: st.DataObject) -> None:
    places = [m.end() for m in re.finditer(r"\d", sentence)] + [m.start() for m in re.finditer(r"\d", sentence)]
    if places:
        strange = data.draw(st.sampled_from(STRANGE))
        at = data.draw(st.sampled_from(places))
        claim = sentence[:at] + strange + sentence[at:]
        assert not supported(claim, sentence)


@given(st.sampled_from(INVENTED), st.characters(categories=("N", "S", "M", "Cf")))
def test_a_strange_character_is_not_passed_over(sentence: str, strange: str) -> None:
    at = re.search(r"(?<=[a-z]) (?=[a-z])", sentence)
    if at and strange not in HARMLESS_CHARACTERS:
        assert not supported(sentence[: at.end()] + strange + " " + sentence[at.end() :], sentence)
