"""The grades that a source gives itself: found where its system is named, word for word, never invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.evidence.grades import is_grade_alone, own_grades, stated, strength_of
from curbside.testing.homes import invented_document
from curbside.types import Strength, UnitKind

GRADED = {
    "We recommend rest (strong recommendation, low certainty of evidence).": (
        "strong recommendation, low certainty of evidence"
    ),
    "Rest is good. (Weak recommendation; moderate-quality evidence)": "Weak recommendation; moderate-quality evidence",
    "Rest is advised (conditional recommendation, very low-certainty evidence).": (
        "conditional recommendation, very low-certainty evidence"
    ),
    "We suggest rest (Grade 2C).": "Grade 2C",
    "Rest is advised [Grade D, EL4].": "Grade D, EL4",
    "Rest is advised (graded by the source: COR 3: Harm, LOE C-LD).": "COR 3: Harm, LOE C-LD",
    "Rest is reasonable (Class IIa; Level of Evidence: B).": "Class IIa; Level of Evidence: B",
    "Rest is reasonable (COR 2a, LOE B-NR).": "COR 2a, LOE B-NR",
    "Level 1a evidence shows that rest helps.": "Level 1a evidence",
    "The task force recommends rest. B recommendation.": "B recommendation",
    "The task force concludes that it cannot tell (I statement).": "I statement",
    "Telling people why is a good practice point.": "good practice point",
    "We recommend rest for adults (1B).": "1B",
    "Rest is advised (strong, high).": "strong, high",
    "Rest is advised. Strength of recommendation: strong; quality of evidence: moderate.": (
        "Strength of recommendation: strong; quality of evidence: moderate"
    ),
    "The certainty of the evidence was low for pain.": "certainty of the evidence was low",
    "Pain was less (⊕⊕⊝⊝ low).": "⊕⊕⊝⊝ low",
    "Rest is advised (strong recommendation | high certainty).": "strong recommendation | high certainty",
    "Rest is reasonable (Class 2a, LOE B-NR).": "Class 2a, LOE B-NR",
    "Rest: class of recommendation 1, level of evidence B-R.": "class of recommendation 1, level of evidence B-R",
    "Rest is advised (Evidence level 2++).": "Evidence level 2++",
    "Rest is advised (OCEBM level 2).": "OCEBM level 2",
    "Rest is advised (LE: 1a; GR: A).": "LE: 1a; GR: A",
    "Rest is advised (Grade of recommendation: B).": "Grade of recommendation: B",
    "Rest is advised (Level IIb, Grade B).": "Level IIb, Grade B",
    "Rest is advised (SORT: C).": "SORT: C",
    "There was level II evidence that rest helps.": "level II evidence",
}


@pytest.mark.parametrize(("text", "grade"), GRADED.items())
def test_a_grade_is_found_word_for_word(text: str, grade: str) -> None:
    assert [g.text for g in stated(text)] == [grade]


@pytest.mark.parametrize(
    "text",
    [
        "NYHA class II patients were not studied (NYHA class II).",
        "All events were graded as mild, most of grade 2 or 3.",
        "MHC class I-related chain A was measured.",
        "A tumour of grade 2 was found (histological grade 2B).",
        "Patients walked on a graded treadmill at level 3.",
        "Child-Pugh grade B cirrhosis (Child-Pugh grade B) was excluded.",
        "Vitamin A recommendation leaflets were given.",
        "The recommended dose is 5 mg (A).",
        "We recommend the form that figure (1B) shows.",
        "High-quality care and high certainty were wanted by all.",
        "Oedema was graded 2+ and proteinuria (2+).",
        "The class I antibody was of high quality.",
    ],
)
def test_other_scales_and_bare_letters_are_no_grade(text: str) -> None:
    assert stated(text) == ()


@pytest.mark.parametrize(
    ("text", "by", "system"),
    [
        ("Rest is advised (weak recommendation, low certainty).", "", "GRADE"),
        ("Rest is advised (Class I, Level A).", "", "ACC/AHA"),
        ("Rest is advised (Class I, Level A).", "European Society of Cardiology", "ESC"),
        ("The USPSTF recommends rest (Grade B).", "", "USPSTF"),
        ("Rest is advised (B recommendation).", "US Preventive Services Task Force", "USPSTF"),
        ("The evidence is insufficient (I statement).", "", "USPSTF"),
        ("Rest is advised (Grade A).", "SIGN", "SIGN"),
        ("Rest is advised (Evidence level 1++).", "", "SIGN"),
        ("Rest is advised (Level B).", "American Academy of Neurology", "AAN"),
        ("Rest is advised (Level 1b, Oxford).", "", "Oxford"),
        ("Rest is advised (Grade A).", "", "SIGN or USPSTF"),
        ("Rest is advised (graded by the source: COR 3: No Benefit, B-NR).", "", "ACC/AHA"),
        ("Rest is advised (graded by the source: conditional recommendation, low-quality evidence).", "", "GRADE"),
        ("Rest is advised (graded by the source: medium, 92%).", "", "as the source"),
    ],
)
def test_the_system_is_named_by_its_own_words_or_by_who_is_named_beside_it(text: str, by: str, system: str) -> None:
    assert [g.system for g in stated(text, by=by)] == [system]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(strong recommendation, very low certainty)", Strength.RECOMMENDED),
        ("(weak recommendation, high certainty)", Strength.SUGGESTED),
        ("(conditional recommendation)", Strength.SUGGESTED),
        ("(COR 1, LOE A)", Strength.RECOMMENDED),
        ("(COR 2a, LOE A)", Strength.SUGGESTED),
        ("(Class IIb)", Strength.SUGGESTED),
        ("(Class I; Level of Evidence: A)", Strength.RECOMMENDED),
        ("(Grade 1B)", Strength.RECOMMENDED),
        ("(Grade 2A)", Strength.SUGGESTED),
        ("(Grade D)", Strength.NOT_STATED),
        ("low-certainty evidence", Strength.NOT_STATED),
    ],
)
def test_a_grade_comes_to_a_strength_only_where_it_says_one(text: str, label: Strength) -> None:
    assert strength_of(stated(text)) is label


def test_a_grade_in_the_sentence_after_belongs_to_the_one_before() -> None:
    source = invented_document(
        "invented:a", "# T\n\n## R\n\nPeople should rest. (Strong recommendation, low certainty.)\n"
    )
    first, second = range(len(source.units))

    assert is_grade_alone(source.text[source.units[second].start : source.units[second].end])
    assert [g.text for g in own_grades(source, first)] == ["Strong recommendation, low certainty"]


def test_a_grade_in_a_cell_is_that_of_its_row() -> None:
    table = "| COR | LOE | Recommendation |\n|---|---|---|\n| 2a | B-NR | People may rest. |\n"
    source = invented_document("invented:a", f"# T\n\n## R\n\n{table}")
    rows = [i for i, u in enumerate(source.units) if u.kind is UnitKind.TABLE_ROW]

    assert [[(g.system, g.text) for g in own_grades(source, i)] for i in rows] == [[("COR", "2a"), ("LOE", "B-NR")]]


def test_a_cell_under_another_header_is_no_grade() -> None:
    table = (
        "| Level | Recommendation |\n|---|---|\n| 133 mmol/L | People may rest. |\n| A long word | People may rest. |\n"
    )
    source = invented_document("invented:a", f"# T\n\n## R\n\n{table}")

    assert [own_grades(source, i) for i in range(len(source.units))] == [()] * len(source.units)


def test_a_heading_grades_what_stands_under_it() -> None:
    text = "# T\n\n## Strong recommendations\n\nPeople should rest.\n\n## Other\n\nPeople may walk.\n"
    source = invented_document("invented:a", text)

    assert [[g.text for g in own_grades(source, i)] for i in range(2)] == [["Strong recommendations"], []]


PIECES = st.sampled_from(
    [
        *GRADED,
        "strong",
        "recommendation",
        "(",
        ")",
        "[",
        "]",
        ". ",
        "\n",
        "| ",
        "Grade ",
        "2C",
        "COR 1",
        "LOE A",
        "class I",
        " ",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join), st.integers(0, 50))
def test_no_grade_is_invented_and_none_overlaps(text: str, at: int) -> None:
    found = stated(text, at)

    assert all(text[g.start - at : g.end - at] == g.text for g in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map(" ".join))
def test_the_grade_of_a_unit_stands_in_its_source(text: str) -> None:
    source = invented_document("invented:a", f"# Title\n\n## Strong recommendations\n\n{text}\n\nPeople should rest.\n")

    for index in range(len(source.units)):
        assert all(source.text[g.start : g.end] == g.text for g in own_grades(source, index))
