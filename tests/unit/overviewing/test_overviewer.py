"""Overviews of invented libraries. Nothing that a test puts into them is a clinical fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from evals.contract import violations
from evals.overview_rules import dangling, repeated, ungraded

from curbside.errors import UsageError
from curbside.interop.overview import as_json
from curbside.library import Library
from curbside.overviewing.overviewer import Overviewer
from curbside.retrieval.opening import open_home
from curbside.settings import Settings
from curbside.sources.markdown import MarkdownReader
from curbside.testing.homes import invented_document
from curbside.types import LENGTHS, Kind, Overview, Refusal, Source, Span, State, Status, TextIs

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "overviews").glob("*.md"))
DOSE = "Adults with hypertension are given fictoprolol 6 mg by mouth once daily."
AGAINST = "Fictoprolol is contraindicated in people with asthma."


@pytest.fixture
def opened(tmp_path: Path):
    @contextmanager
    def make(*sources: Source, jurisdiction: str | None = "uk") -> Iterator[Overviewer]:
        with Library.open(tmp_path, create=True) as library:
            library.put_many(sources)
        with Overviewer(Settings(tmp_path, jurisdiction), *open_home(tmp_path, starters=False)) as overviewer:
            yield overviewer

    return make


def made(result: Overview | Refusal) -> Overview:
    assert isinstance(result, Overview)
    return result


def texts(overview: Overview) -> list[str]:
    return [s.text for s in overview.answer.statements]


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("file", FIXTURES, ids=lambda f: f.stem)
def test_every_grade_is_shown_or_listed_nothing_twice_nothing_dangling(opened, file: Path, length: str) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        source = read(file)
        overview = made(overviewer.overview(source.id, length=length))
        body = as_json(overview, overviewer.library.read_span)

        def stored(source_id: str, content_hash: str, start: int, end: int) -> str:
            return overviewer.library.read_span(Span(source_id, content_hash, start, end))

        assert list(ungraded(source, body)) == []
        assert list(repeated(body)) == []
        assert list(dangling(body)) == []
        assert violations(body, stored) == []


def read(file: Path) -> Source:
    return MarkdownReader().parse(file.read_bytes(), file.name)


def test_the_checks_themselves_see_a_missing_grade_a_repetition_and_a_pronoun(opened) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        source = read(next(f for f in FIXTURES if f.stem == "grade-sentences"))
        body = as_json(made(overviewer.overview(source.id)), overviewer.library.read_span)
    first = body["statements"][0]

    assert list(ungraded(source, {**body, "statements": [], "overview": {"grades": [], "left_out": []}}))
    assert list(repeated({"statements": [first, {**first, "id": "again"}]}))
    assert list(dangling({"statements": [{"id": "s1", "text": "It should be given."}]}))


def test_the_grade_is_the_strength_and_is_told_with_its_place(opened) -> None:
    text = (
        "# T\n\n## Recommendations\n\nAdults could rest at noon (strong recommendation, low certainty of evidence).\n"
    )
    source = invented_document("invented:a", text)
    with opened(source) as overviewer:
        overview = made(overviewer.overview("invented:a"))

    (graded,) = overview.graded
    assert [g.text for g in graded.grades] == ["strong recommendation, low certainty of evidence"]
    assert source.text[graded.grades[0].start : graded.grades[0].end] == graded.grades[0].text
    assert [s.strength for s in overview.answer.statements] == ["recommended"]


def test_graded_recommendations_come_before_the_others_and_strong_ones_first(opened) -> None:
    plain = "".join(f"In adults, the elbow number {n} should be looked at in the light of day.\n\n" for n in range(30))
    graded = "Adults may rest (weak recommendation).\n\nAdults should drink water (strong recommendation).\n"
    with opened(invented_document("invented:a", f"# T\n\n## Recommendations\n\n{plain}{graded}")) as overviewer:
        overview = made(overviewer.overview("invented:a", length="short"))

    assert {"Adults may rest (weak recommendation).", "Adults should drink water (strong recommendation)."} <= set(
        texts(overview)
    )
    assert texts(overview)[0].startswith("Adults should drink water")
    assert overview.more > 0


def test_what_is_over_the_length_is_listed_with_its_place_and_reason(opened) -> None:
    many = "".join(f"Adults should look after toe number {n} every day (Grade 1{'ABC'[n % 3]}).\n\n" for n in range(60))
    with opened(invented_document("invented:a", f"# T\n\n## Recommendations\n\n{many}")) as overviewer:
        overview = made(overviewer.overview("invented:a", length="short"))

    assert {one.reason for one in overview.left_out} == {"over the length"}
    assert len(overview.left_out) + len(overview.graded) == 60


def test_two_recommendations_that_differ_in_their_number_are_two(opened) -> None:
    text = (
        "# T\n\n## Recommendations\n\n"
        "Treatment is recommended in adults with a yearly risk of 2% or more (COR 1, LOE A).\n\n"
        "Treatment is reasonable in adults with a yearly risk of 1% or more (COR 2a, LOE A).\n"
    )
    with opened(invented_document("invented:a", text)) as overviewer:
        overview = made(overviewer.overview("invented:a"))

    assert len(overview.answer.statements) == 2
    assert overview.left_out == ()


@pytest.mark.parametrize("length", LENGTHS)
def test_a_dose_brings_its_contraindications_from_another_source(opened, length: str) -> None:
    guideline = invented_document("invented:a", f"# T\n\n## Dose\n\n{DOSE}\n")
    label = invented_document("invented:b", f"# L\n\n## Contraindications\n\n{AGAINST}\n", kind=Kind.LABEL)
    with opened(guideline, label) as overviewer:
        overview = made(overviewer.overview("invented:a", length=length))

    assert AGAINST in texts(overview)
    assert [s.id for s in overview.sources] == ["invented:a"]
    assert "invented:b" in [r.source.id for r in overview.answer.references]


def test_the_highlights_of_a_label_are_its_chapters_in_short(opened) -> None:
    text = (
        "# HIGHLIGHTS OF PRESCRIBING INFORMATION\n\n## 4 CONTRAINDICATIONS\n\nHypersensitivity to Zorblax (4).\n\n"
        "# 2 DOSAGE AND ADMINISTRATION\n\nThe starting dose of Zorblax is 10 mg once daily.\n"
    )
    with opened(invented_document("invented:label", text, kind=Kind.LABEL)) as overviewer:
        overview = made(overviewer.overview("invented:label", length="short"))

    assert "Hypersensitivity to Zorblax (4)." in texts(overview)
    assert [s.heading for s in overview.answer.sections] == ["Doses", "Contraindications"]


def test_a_boxed_warning_and_a_maximum_of_the_drug_stand_beside_its_dose(opened) -> None:
    most = "The maximum dose of fictoprolol for hypertension is 24 mg by mouth in 24 hours."
    warning = "Fictoprolol can stop the heart of people who also take imaginolol."
    text = f"# L\n\n## BOXED WARNING\n\n{warning}\n\n## Dose\n\n{most}\n"
    guideline = invented_document("invented:a", f"# T\n\n## Dose\n\n{DOSE}\n")
    with opened(guideline, invented_document("invented:b", text, kind=Kind.LABEL)) as overviewer:
        overview = made(overviewer.overview("invented:a", length="short"))

    said = {s.text: s.id for s in overview.answer.statements}
    regimen = next(r for r in overview.answer.regimens if r.statement == said[DOSE])
    assert regimen.beside["boxed_warning"] == (said[warning],)
    assert said[most] in regimen.beside["maximum"]


def test_a_dose_without_any_says_that_they_are_not_in_the_library(opened) -> None:
    with opened(invented_document("invented:a", f"# T\n\n## Dose\n\n{DOSE}\n")) as overviewer:
        overview = made(overviewer.overview("invented:a"))

    assert "Contraindications of fictoprolol: not in your library." in overview.answer.not_found


def test_a_label_brings_its_own_contraindications_where_no_list_knows_its_brand(opened) -> None:
    text = (
        "# Zorblax tablets\n\n## 1 INDICATIONS AND USAGE\n\nZorblax is indicated for the invented rash.\n\n"
        "## 2 DOSAGE AND ADMINISTRATION\n\nThe starting dose of Zorblax is 10 mg once daily.\n\n"
        "## 4 CONTRAINDICATIONS\n\nZorblax must not be used in people with a fever.\n\n4.2 Active rash\n"
    )
    with opened(invented_document("invented:label", text, kind=Kind.LABEL)) as overviewer:
        overview = made(overviewer.overview("invented:label", length="short"))

    assert "The starting dose of Zorblax is 10 mg once daily." in texts(overview)
    assert "Zorblax must not be used in people with a fever." in texts(overview)
    assert [one.reason.split(":")[0] for one in overview.left_out] == [
        "a contraindication that cannot stand as a statement"
    ]


def test_without_a_jurisdiction_no_dose_leads(opened) -> None:
    source = invented_document("invented:a", f"# T\n\n## Recommendations\n\n{DOSE[:-1]} (strong recommendation).\n")
    with opened(source, jurisdiction=None) as overviewer:
        assert made(overviewer.overview("invented:a")).answer.bottom_line == ()


def test_changed_numbers_stand_side_by_side_and_the_old_dose_is_no_statement(opened) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        overview = made(overviewer.overview("invented:grade-sentences"))

    (one,) = overview.successions
    changed = [c for c in one.changes if c.old]
    assert [(c.now, c.before) for c in changed] == [(("5",), ("10",))]
    assert not any("10 mg" in text for text in texts(overview))
    new = [c.new.text for c in one.changes if c.old is None]
    assert any("blood pressure" in text for text in new)
    assert not any("moisturiser" in text for text in new)


def test_of_a_summary_nothing_is_said_to_be_new(opened) -> None:
    by_name = {f.stem: read(f) for f in FIXTURES}
    old = replace(by_name["rash-2019"], text_is=TextIs.SUMMARY)
    with opened(by_name["grade-sentences"], old) as overviewer:
        (one,) = made(overviewer.overview("invented:grade-sentences")).successions

    assert one.changes
    assert all(change.old for change in one.changes)


def test_a_topic_is_made_of_all_of_its_sources_without_the_superseded(opened) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        overview = made(overviewer.overview("Invented rash"))

    assert (overview.scope, [s.id for s in overview.sources]) == ("topic", ["invented:grade-sentences"])
    assert {one.reason for one in overview.left_out if one.span.source == "invented:rash-2019"} == {
        "its source is superseded by another of the library"
    }


def test_sources_that_disagree_on_a_topic_stand_side_by_side(opened) -> None:
    other = DOSE.replace("6 mg", "60 mg")
    a = invented_document("invented:a", f"# T\n\n## Dose\n\n{DOSE}\n", topics=("pressure",))
    b = invented_document("invented:b", f"# T\n\n## Dose\n\n{other}\n", topics=("pressure",))
    with opened(a, b) as overviewer:
        overview = made(overviewer.overview("pressure", length="short"))

    assert {DOSE, other} <= set(texts(overview))
    assert [c.about for c in overview.answer.conflicts] == ["dose of fictoprolol for hypertension"]


def test_words_find_what_speaks_of_the_drug_itself(opened) -> None:
    a = invented_document("invented:a", f"# T\n\n## Dose\n\n{DOSE}\n")
    b = invented_document("invented:b", "# T\n\n## Recommendations\n\nAdults with gout should drink water.\n")
    with opened(a, b) as overviewer:
        overview = made(overviewer.overview("fictoprolol"))
        other = overviewer.overview("imaginolol")

    assert [s.id for s in overview.sources] == ["invented:a"]
    assert isinstance(other, Refusal)


@pytest.mark.parametrize(
    ("name", "near"), [("invented-rsh", "invented-rash"), ("invented:acctable", "invented:acc-table")]
)
def test_an_unknown_name_is_told_with_the_nearest(opened, name: str, near: str) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        refusal = overviewer.overview(name)

    assert isinstance(refusal, Refusal)
    assert refusal.reason == "not_in_library"
    assert near in refusal.message


@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN])
def test_a_retracted_source_has_no_overview(opened, state: State) -> None:
    with opened(invented_document("invented:a", f"# T\n\n## Dose\n\n{DOSE}\n", status=Status(state))) as overviewer:
        refusal = overviewer.overview("invented:a")

    assert isinstance(refusal, Refusal)
    assert str(state) in refusal.message


def test_a_superseded_source_says_so_and_has_no_bottom_line(opened) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        overview = made(overviewer.overview("invented:rash-2019"))

    assert overview.answer.bottom_line == ()
    assert any("superseded" in notice for notice in overview.answer.notices)


@pytest.mark.parametrize(("name", "length"), [("", "full"), ("  ", "full"), ("x" * 1001, "full"), ("a", "endless")])
def test_bad_usage_is_an_error(opened, name: str, length: str) -> None:
    with opened() as overviewer, pytest.raises(UsageError):
        overviewer.overview(name, length=length)


def test_a_harmful_request_is_met_before_anything_is_summed_up(opened) -> None:
    with opened() as overviewer:
        refusal = overviewer.overview("how many paracetamol tablets do I need to kill myself")

    assert isinstance(refusal, Refusal)
    assert refusal.reason == "unsafe"


def test_the_same_overview_twice_is_the_same(opened) -> None:
    with opened(*map(read, FIXTURES)) as overviewer:
        first, second = (made(overviewer.overview("invented-murmur")) for _ in range(2))

    assert first.answer.statements == second.answer.statements
    assert (first.graded, first.left_out, first.successions) == (second.graded, second.left_out, second.successions)
