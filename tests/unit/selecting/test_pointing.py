"""Words within a sentence that point to what was not named. All texts are invented."""

from __future__ import annotations

import pytest

from curbside.selecting.pointing import points_within


@pytest.mark.parametrize(
    "text",
    [
        "Exemplamine is contraindicated in this disorder.",
        "People with this condition have a rash.",
        "The integrity of this mechanism is unknown.",
        "The remaining cases are inherited.",
        "Pain did not differ between the groups.",
        "Overtime, this can wear away the enamel.",
    ],
)
def test_what_was_not_named_is_pointed_to(text: str) -> None:
    assert points_within(text)


@pytest.mark.parametrize(
    "text",
    [
        "Some cases are mild; these cases need no exemplamine.",
        "1q deletion is a microdeletion; few people with this deletion are known.",
        "Smoking narrows the small vessels of the foot, and this effect lasts.",
        "The results of this study do not support exemplamine.",
        "Pain was less in the group that was given exemplamine.",
        "At this time no exemplamine is held.",
    ],
)
def test_what_was_named_or_is_the_document_is_not(text: str) -> None:
    assert not points_within(text)
