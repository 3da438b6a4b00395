"""The readers of names and openness that no list helps: what they take, what they leave. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.conflicts import openness
from curbside.evidence.conflicts.around import around
from curbside.evidence.conflicts.courses import basis_of, length_in, most_of_a_course
from curbside.evidence.conflicts.examining import examined_in
from curbside.evidence.conflicts.preferring import preferred
from curbside.evidence.conflicts.salts import salts_near
from curbside.evidence.conflicts.scores import named_scores

PIECES = st.sampled_from(
    "mockolol fakeolol maleate is are recommended over rather than not continue stop before surgery colonoscopy MRI "
    "scan screening for gout the severity index CURB-65 score PSI per attack maximum 40 mg up to life 6 months more "
    "often may be needed , . ; ( ) of in adults with".split(" ")
)
TEXTS = st.lists(PIECES, max_size=20).map(" ".join)


@given(TEXTS)
def test_every_place_that_is_told_stands_in_the_text(text: str) -> None:
    places = [at for _, at in named_scores(text)]
    places += [value.at for _, _, value in most_of_a_course(text)]
    course, found, first = length_in(text), around(text), preferred(text)
    places += [v.at for v in course.length.values] if course else []
    places += [found.at] if found else []
    places += [first[2]] if first else []

    assert all(0 <= start < end <= len(text) for start, end in places)


@pytest.mark.parametrize(
    ("told", "open_"),
    [
        ("More frequent injections may be needed.", (True, False)),
        ("Some people need doses more often.", (True, False)),
        ("The interval may be shortened.", (True, False)),
        ("Less frequent doses may be enough.", (False, True)),
        ("More frequent injections are not needed.", (False, False)),
        ("It must not be given more often.", (False, False)),
        ("Bleeding is more frequent.", (False, False)),
    ],
)
def test_whether_more_or_less_often_is_left_open(told: str, open_: tuple[bool, bool]) -> None:
    assert openness.of_rhythm(told) == open_


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mockolol is recommended over fakeolol.", ("mockolol", "fakeolol")),
        ("We suggest fakeolol rather than mockolol.", ("fakeolol", "mockolol")),
        ("Mockolol is not recommended over fakeolol.", None),
        ("Mockolol was given rather than fakeolol.", None),
        ("Mockolol is recommended in adults over 65 years.", None),
        ("Mockolol is recommended over fakeolol and exemplolol.", None),
    ],
)
def test_what_is_put_before_what(text: str, found: tuple[str, str] | None) -> None:
    read = preferred(text)

    assert (read[:2] if read else None) == found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mockolol is continued before surgery.", "continued"),
        ("Mockolol need not be stopped before surgery.", "continued"),
        ("Mockolol should not be continued before surgery.", "stopped"),
        ("Stop mockolol one week before cataract surgery.", "stopped"),
        ("Mockolol is stopped before surgery and continued after it.", None),
        ("Mockolol is stopped before breakfast.", None),
    ],
)
def test_what_goes_on_before_a_procedure(text: str, word: str | None) -> None:
    found = around(text)

    assert (found.word if found else None) == word
    assert found is None or found.drugs == ("mockolol",)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Screening for lung cancer is recommended.", "screening for lung cancer"),
        ("Routine chest radiography is not recommended.", "chest radiography"),
        ("CT of the head is recommended.", "ct of the head"),
        ("An MRI scan or a throat swab is recommended.", None),
        ("Mockolol 5 micrograms is recommended.", None),
    ],
)
def test_a_test_is_named_by_its_words(text: str, name: str | None) -> None:
    assert examined_in(text) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the pneumonia severity index", "the PSI score", True),
        ("the Mock score", "the Mock criteria", True),
        ("the Glasgow-Blatchford score", "the Blatchford score", True),
        ("the pneumonia severity index", "the CURB-65 score", False),
        ("a severity score", "the CURB-65 score", False),
    ],
)
def test_whether_two_names_are_of_one_score(one: str, other: str, same: bool) -> None:
    names = [{name for name, _ in named_scores(f"Admission rests on {words}.")} for words in (one, other)]

    assert bool(names[0] & names[1]) is same


def test_a_general_word_names_no_score() -> None:
    assert named_scores("Admission rests on a severity score.") == ()


@pytest.mark.parametrize(
    ("text", "basis"),
    [("at most 6 mg per attack", "attack"), ("at most 6 mg by mouth in one course", "course"), ("6 mg per day", None)],
)
def test_what_a_maximum_is_for(text: str, basis: str | None) -> None:
    start = text.index("6 mg")

    assert basis_of(text, (start, start + 4)) == basis


def test_the_salt_of_a_drug_that_no_list_has() -> None:
    assert salts_near("Take mockapril erbumine 4 mg once daily.", "mockapril") == {"erbumine"}
    assert salts_near("Take mockapril once daily.", "mockapril") == frozenset()
