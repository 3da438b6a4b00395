"""From the body of a text to what is shown of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.site.reader.conftest import Saved

from curbside.types import State, Status
from curbside_site.articles import present, reading
from curbside_site.articles.shown import Mark, Said, Text


def said_of(text: Text) -> list[Said]:
    return [*text.bottom_line, *(s for part in text.parts for s in part.statements)]


def test_every_statement_is_there_with_its_quotes_and_no_reference_is_left_over(answered: Saved) -> None:
    text = reading.text(answered.body)
    assert {s.id: s.text for s in said_of(text)} == {s["id"]: s["text"] for s in answered.body["statements"]}
    marks = {mark.ref for said in said_of(text) for mark in said.marks}
    assert marks == {entry.ref for _, entries in text.references for entry in entries}
    assert all(quote for said in said_of(text) for mark in said.marks for quote in mark.quotes)


def test_doses_are_rows_and_what_must_stand_beside_them_is_named(answered: Saved) -> None:
    text = reading.text(answered.body)
    assert len(text.doses) == len(answered.body["regimens"])
    first = text.doses[0]
    assert (first.rows[0].dose, first.rows[0].often) == ("1000 micrograms", "on alternate days")
    assert first.rows[-1].ends == "not stated"
    assert all("Contraindications and cautions" in dict(dose.beside) for dose in text.doses)


def test_what_must_stand_beside_a_dose_is_said_in_the_words_of_its_statement(answered: Saved) -> None:
    regimens = {r["id"]: r for r in answered.body["regimens"] if r["beside"].get("contraindications")}
    assert regimens
    texts = {s["id"]: s["text"] for s in answered.body["statements"]}
    for dose in (d for d in reading.text(answered.body).doses if d.id in regimens):
        found = dict(dose.beside)["Contraindications and cautions"]
        assert [b.statement for b in found] == list(regimens[dose.id]["beside"]["contraindications"])
        assert all(b.words and texts[b.statement].startswith(b.words.removesuffix(" ...")) for b in found)
        assert all(b.marks for b in found)


def test_a_dose_stands_out_in_its_sentence_and_no_word_of_it_changes(answered: Saved) -> None:
    text = reading.text(answered.body)
    lead = text.bottom_line[0]
    assert "".join(words for words, _ in lead.pieces) == lead.text
    assert [words for words, strong in lead.pieces if strong] == ["1000 micrograms", "1000 micrograms"]


def test_both_sides_of_a_conflict_are_shown(answered: Saved) -> None:
    text = reading.text(answered.body)
    assert len(text.disputes) == len(answered.body["conflicts"])
    for dispute, conflict in zip(text.disputes, answered.body["conflicts"], strict=True):
        assert [side.value for side in dispute.sides] == [m["value"] for m in conflict["members"]]
        assert len({side.value for side in dispute.sides}) > 1


def test_what_changes_how_a_dose_is_read_stands_first(answered: Saved) -> None:
    first = (
        "If this is happening now: call 999 and ask for an ambulance. Curbside is not for emergencies.",
        "Another drug: you asked about inventamab.",
        "“inventmab” was read as inventamab.",
    )
    body = {**answered.body, "notices": [*first, *answered.body["notices"]]}
    text = reading.text(body)
    assert text.first == first
    assert (*text.first, *text.notices, text.intended_use) == tuple(body["notices"])


def test_a_reference_has_the_status_that_its_source_has_now(answered: Saved) -> None:
    first, *others = [r["id"] for r in answered.body["references"]]
    source = present.sources(answered.body)[first]
    retracted = replace(source, status=Status(State.RETRACTED, reason="An invented reason."))
    text = reading.text(answered.body, now={first: retracted})
    chips = {entry.source: entry.chips for _, entries in text.references for entry in entries}
    assert ("retracted", "bad") in chips[first]
    assert not any(("retracted", "bad") in chips[other] for other in others)
    sides = [
        s.status
        for c, d in zip(answered.body["conflicts"], text.disputes, strict=True)
        for m, s in zip(c["members"], d.sides, strict=True)
        if m["source"] == first
    ]
    assert set(sides) <= {"retracted"}


def test_a_mark_leads_to_the_quote_in_that_version_of_the_source() -> None:
    mark = Mark(1, "doi:10.1/a b", "f" * 64, ((3, 9), (20, 30)), ("x", "y"), "Invented", False)
    assert mark.address.startswith(f"/sources/doi:10.1/a%20b/?version={'f' * 64}&quote=3-9&quote=20-30&seal=")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.data())
def test_nothing_of_a_hidden_statement_is_shown_anywhere(answered: Saved, data: st.DataObject) -> None:
    ids = [s["id"] for s in answered.body["statements"]]
    hides = data.draw(st.sets(st.sampled_from(ids)))
    text = reading.text(answered.body, hides)
    told = repr(text)
    for statement in answered.body["statements"]:
        if statement["id"] in hides:
            assert statement["text"] not in told
            assert all(c["quote"] not in told for c in statement["citations"] if _only_here(c, answered, hides))
    assert not {dose.statement for dose in text.doses} & hides
    assert text.hidden == len(hides)
    assert len(text.doses) + text.hidden_doses == len(answered.body["regimens"])


def _only_here(citation: dict[str, object], answered: Saved, hides: set[str]) -> bool:
    """Whether no statement that is shown rests on the same quote."""
    shown = [s for s in answered.body["statements"] if s["id"] not in hides]
    return citation["quote"] not in [c["quote"] for s in shown for c in s["citations"]]
