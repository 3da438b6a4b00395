"""The drug is invented, and so is every finding."""

import pytest

from curbside.selecting.laboratory import is_of_animals, may_meet_animals
from curbside.types import Understood


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("The 120 mg/kg dose gave 16 times the human plasma area-under-the-curve.", ("CNS toxicity",)),
        ("This was 8 times the maximum recommended human dose of 80 mg/day.", ()),
        ("No lesions were seen in mice at 400 mg/kg/day.", ()),
        ("At 100 mg/kg no tumours arose.", ("13 NONCLINICAL TOXICOLOGY", "13.1 Carcinogenesis")),
        ("These were 6 to 11 times (mouse) the exposure.", ()),
    ],
)
def test_findings_in_animals_are_known(text, headings):
    assert is_of_animals(text, headings)


@pytest.mark.parametrize(
    "text",
    [
        "Give exemplamine 5 mg daily to adults.",
        "Antithymocyte globulin (produced from rabbit serum) is an invented example here.",
        "Clean the wound of a dog bite and give exemplamine 5 mg.",
        "The maximum dose for humans is not the question; give 5 mg.",
    ],
)
def test_what_is_of_people_is_left_alone(text):
    assert not is_of_animals(text, ("4.2 Posology",))


def test_only_some_questions_may_meet_them():
    assert not may_meet_animals("Exemplamine dose?", Understood())
    assert may_meet_animals("Exemplamine in pregnancy?", Understood(population=("pregnancy",)))
    assert may_meet_animals("Was exemplamine tested in rats?", Understood())
