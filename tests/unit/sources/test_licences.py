"""The licence statements here are invented, in the manner of those that journals print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import UsageError
from curbside.sources.licences import TERMS, USES, licence_of, permitted
from curbside.types import Licence

CC = "https://creativecommons.org/licenses/"
ALL = (True, True, True, True)
SHOW = (True, True, None, None)
NOTHING = (None, None, None, None)


def read(said):
    licence = licence_of(said)
    return licence.name, (licence.show, licence.quote, licence.export, licence.send)


@pytest.mark.parametrize(
    ("said", "name", "allowed"),
    [
        (f"{CC}by/4.0/", "CC BY 4.0", ALL),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/igo/", "CC BY-NC-SA 3.0 IGO", SHOW),
        (f"{CC}by-nd-nc/1.0/", "CC BY-NC-ND 1.0", SHOW),
        ("cc-by", "CC BY", ALL),
        ("creativeCommonsBy-nc-nd", "CC BY-NC-ND", SHOW),
        ("CC BY-SA 2.5", "CC BY-SA 2.5", ALL),
        ("under the Creative Commons Attribution License, which permits any use", "CC BY", ALL),
        ("the Creative Commons Attribution-Noncommercial-No Derivative Works 3.0 Unported License", None, SHOW),
        ("Creative Commons Attribution Non Commercial Share Alike 4.0", "CC BY-NC-SA 4.0", SHOW),
        ("Creative Commons Attribution (CC BY-NC 4.0) licence", "CC BY-NC 4.0", SHOW),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", ALL),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "public domain", ALL),
        ("a U.S. Government work, in the public domain in the USA", "public domain in the USA", None),
        ("Open Government Licence v3.0", "Open Government Licence v3.0", ALL),
        ("http://www.nationalarchives.gov.uk/doc/open-government-licence/version/2/", None, ALL),
        ("© Invented Press. All rights reserved.", "all rights reserved", NOTHING),
        ("https://www.elsevier.com/tdm/userlicense/1.0/", None, (None, None, False, False)),
    ],
)
def test_a_licence_is_known_by_address_name_or_sentence(said, name, allowed):
    found, uses = read(said)
    assert name is None or found == name
    assert allowed is None or uses == allowed


@pytest.mark.parametrize(
    "said",
    [
        "open-access",
        "free to read",
        "Open Government Licence - Canada",
        "Open Government Licence – British Columbia",
        "Non-Commercial Government Licence",
        "This article is not in the public domain.",
        "This article is not licensed under CC BY 4.0.",
        "https://www.invented.example/licence",
        "Creative Commons",
        "The Creative Commons Public Domain Dedication waiver applies to the data of this article.",
    ],
)
def test_what_is_not_recognised_is_unknown_for_every_use_and_keeps_its_words(said):
    assert read(said) == (said, NOTHING)


def test_nothing_said_is_no_licence():
    assert licence_of("") == licence_of(" \n ") == Licence()


def test_a_long_unknown_statement_is_shortened_to_a_name():
    name = licence_of("An invented statement of rights. " * 30).name
    assert name is not None
    assert len(name) <= 164
    assert name.endswith(" ...")


def test_of_two_licences_the_strictest_counts():
    said = f"{CC}by/4.0/\nunder the Creative Commons Attribution License ({CC}by-nc/4.0/)."
    assert read(said) == ("CC BY-NC 4.0", SHOW)
    assert read(f"{CC}by/2.0/ and {CC}by/4.0/") == ("CC BY 2.0 / CC BY 4.0", ALL)
    assert read(f"{CC}by-sa/4.0/ and {CC}by-nd/4.0/") == ("CC BY-SA 4.0 / CC BY-ND 4.0", SHOW)


def test_a_waiver_for_the_data_is_not_the_licence_of_the_text():
    waiver = "The Creative Commons Public Domain Dedication waiver (CC0 1.0) applies to the data made available."
    assert read(f"This is under CC BY-NC 4.0. {waiver}") == ("CC BY-NC 4.0", SHOW)


def test_restrictions_in_words_count_beside_a_licence_without_them():
    name, allowed = read("under CC BY 4.0, if the use is non-commercial and no modifications are made.")
    assert allowed == SHOW
    assert name == "CC BY 4.0 / non-commercial use only / no changes allowed"
    assert read("CC BY 4.0: both commercial and non-commercial use is free")[1] == ALL


def test_what_is_forbidden_in_words_is_not_allowed():
    said = "All rights reserved. No part of this publication may be reproduced or stored without permission."
    assert read(said) == ("no reproduction without permission", (False, None, False, False))
    said = "All rights are reserved, including those for text and data mining, AI training, and similar technologies."
    assert read(said) == ("text and data mining reserved", (None, None, None, False))


def test_a_use_is_permitted_by_what_the_licence_allows():
    assert permitted(licence_of("CC BY 4.0"), "export").allowed == "yes"
    nc = permitted(licence_of("CC BY-NC 4.0"), "send")
    assert nc.allowed == "short quote"
    assert "non-commercial purposes only" in nc.reason
    nd = permitted(licence_of("CC BY-ND 4.0"), "export")
    assert nd.allowed == "short quote"
    assert "no changed text" in nd.reason
    mining = permitted(licence_of("https://www.elsevier.com/tdm/userlicense/1.0/"), "send")
    assert mining.allowed == "no"
    assert mining.reason.endswith("does not allow sending its text to a hosted model.")


def test_what_is_unknown_is_a_short_quote_with_its_reference():
    for use in USES:
        given_by = permitted(Licence(), use)
        assert given_by.allowed == "short quote"
        assert given_by.reason == "The licence is not known; a short quote with its reference is all."
        assert permitted(Licence("X", **{use: False}), use).allowed == "no"
        assert permitted(Licence("X", **{use: True}), use).allowed == "yes"


def test_another_use_is_an_error_that_names_the_uses():
    with pytest.raises(UsageError, match="show, quote, export, send"):
        permitted(Licence(), "translate")


def test_every_row_of_terms_says_where_it_was_read():
    for key, terms in TERMS.items():
        assert terms.source.startswith("https://") or terms.source == "the words themselves", key


VERSIONS = st.sampled_from(["1.0", "2.0", "2.5", "3.0", "4.0"])
PARTS = st.sampled_from(["by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd"])
PIECES = st.sampled_from(
    ["Creative Commons ", "Attribution", " Non-Commercial", "No Derivs", " ", "\n", "(", "-", "CC BY", "data", "."]
)


@given(PARTS, VERSIONS)
def test_a_name_is_read_as_its_address_is(parts, version):
    by_address = licence_of(f"{CC}{parts}/{version}/")
    assert licence_of(by_address.name) == by_address
    assert (by_address.export is True) == ("nc" not in parts and "nd" not in parts)


@given(st.lists(PIECES, max_size=12).map("".join), PARTS)
def test_more_words_never_allow_more(words, parts):
    least = licence_of(f"{CC}{parts}/4.0/")
    more = licence_of(f"{CC}{parts}/4.0/\n{words}")
    for use in USES:
        assert not (getattr(more, use) and not getattr(least, use))


@given(st.text(max_size=200))
def test_any_text_has_a_licence_and_permissions(text):
    for use in USES:
        assert permitted(licence_of(text), use).allowed in ("yes", "short quote", "no")


def test_the_licence_of_the_starter_library_allows_all():
    assert [permitted(licence_of("Apache-2.0"), use).allowed for use in USES] == ["yes"] * 4
    assert licence_of("Apache License, Version 2.0").name == "Apache-2.0"
