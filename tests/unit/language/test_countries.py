"""Countries that a question names."""

import pytest

from curbside.language.countries import country_named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("and in the US?", "us"),
        ("and in Japan?", "jp"),
        ("what does the UK label say?", "uk"),
        ("the American guideline", "us"),
        ("and in the United Kingdom", "uk"),
        ("is it for us?", None),
        ("given in us", None),
        ("in the UK and in the US?", None),
        ("and in pregnancy?", None),
        ("Japanese encephalitis", None),
    ],
)
def test_one_country_is_named_or_none(text: str, code: str | None) -> None:
    assert country_named(text) == code
