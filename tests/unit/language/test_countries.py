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
        ("what about Japan?", "jp"),
        ("Japan?", "jp"),
        ("US?", "us"),
        ("us?", None),
        ("no, the UK", "uk"),
        ("what does NICE say?", "uk"),
        ("according to the FDA?", "us"),
        ("in the UK, not in the US", "uk"),
        ("a nice one?", None),
        ("is it for us?", None),
        ("given in us", None),
        ("in the UK and in the US?", None),
        ("and in pregnancy?", None),
        ("Japanese encephalitis", None),
    ],
)
def test_one_country_is_named_or_none(text: str, code: str | None) -> None:
    assert country_named(text) == code
