"""The keys by which names are found."""

from hypothesis import given
from hypothesis import strategies as st

from curbside.vocabularies.words import is_short, key_of, reads_as_short, words

TEXT = st.text(alphabet="abB12 -éΑ'’.,/", max_size=30)


def test_what_people_write_for_one_thing_is_one_key():
    for same in (
        ("Vitamin B 12", "vitamin B12", "vitamin-B12"),
        ("kidney tumours", "Kidney Tumour"),
        ("anaemia", "anemia"),
        ("Crohn's disease", "Crohn’s Disease", "Crohn disease"),
    ):
        assert len({key_of(name) for name in same}) == 1, same
    assert key_of("prednisone") != key_of("prednisolone")
    assert key_of("a " * 17) == ()


def test_an_abbreviation_has_two_capitals_and_no_space():
    assert [n for n in ("AF", "eGFR", "HbA1c", "Fever", "COVID 19", "INFLAMMATION") if is_short(n)] == [
        "AF",
        "eGFR",
        "HbA1c",
    ]


def test_small_letters_are_an_abbreviation_only_without_a_vowel():
    assert reads_as_short("DVT", "dvts", False)
    assert reads_as_short("AIDS", "AIDS", False)
    assert not reads_as_short("AIDS", "aids", False)
    assert not reads_as_short("AIDS", "AIDS", True)


@given(text=TEXT)
def test_words_are_where_they_say_and_a_name_has_the_key_of_its_words(text):
    found = words(text)
    for word in found:
        assert 0 <= word.start < word.end <= len(text)
    assert [w.start for w in found] == sorted(w.start for w in found)
    assert key_of(text) == (tuple(w.key for w in found) if len(found) <= 16 else ())


@given(text=TEXT)
def test_case_does_not_change_a_key(text):
    assert key_of(text.upper()) == key_of(text.lower()) or "'" in text or "’" in text
