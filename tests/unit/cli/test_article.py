"""An answer in a terminal. Drugs, doses and sources are invented."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from curbside.cli.article import show_answer, show_refusal
from curbside.testing.homes import invented_document
from curbside.types import Answer, Identifier, Kind, Seen, State, Status, TextIs

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def printed(result, width=80, **console) -> str:
    out = io.StringIO()
    target = Console(file=out, width=width, highlight=False, **console)
    (show_answer if isinstance(result, Answer) else show_refusal)(target, result)
    return out.getvalue()


def library():
    against = "Fictoprolol must not be given to people with:\n\n- asthma\n- heart block\n"
    page = f"# Invented\n\n## Dose\n\n{DOSE}\n\n## Contraindications\n\n{against}"
    other = page.replace("once daily", "twice daily")
    return [
        invented_document("test:a", page, kind=Kind.LABEL, text_is=TextIs.SUMMARY),
        invented_document("test:b", other, jurisdiction="us", status=Status(State.SUPERSEDED, by="its successor")),
        invented_document(
            "test:c",
            "# C\n\n## Evidence\n\nIn an invented trial, fictoprolol lowered hypertension by 3 percent.\n",
            kind=Kind.RANDOMISED_TRIAL,
            title="An invented trial with a word as long as " + "x" * 120,
        ),
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_too_long_or_ends_in_spaces(ask, width: int) -> None:
    text = printed(ask(library(), QUESTION), width)
    assert text.strip()
    for line in text.splitlines():
        assert len(line) <= min(width, 88), line
        assert line == line.rstrip()
    assert "\x1b" not in text


def test_colour_is_there_where_it_is_forced_and_changes_no_word(ask) -> None:
    answer = ask(library(), QUESTION)
    coloured = printed(answer, force_terminal=True, color_system="standard")
    assert ANSI.search(coloured)
    assert ANSI.sub("", coloured) == printed(answer)
    assert all(len(ANSI.sub("", line)) <= 80 for line in coloured.splitlines())


def test_every_part_of_an_answer_is_there(ask) -> None:
    answer = ask(library(), QUESTION)
    text = " ".join(printed(answer).split())
    for statement in answer.statements:
        assert statement.text in text
    for reference in answer.references:
        assert f"[{reference.ref}] {reference.source.title[:30]}" in text
    for heading in ("BOTTOM LINE", "CONTRAINDICATIONS", "REFERENCES"):
        assert heading in text
    assert "another jurisdiction" in text
    assert "superseded source" in text
    assert "status current; our summary]" in text
    assert "original wording]" in text
    assert "its wording" not in text.partition("REFERENCES")[2]
    assert "contraindications and cautions: see [" in text
    assert "Nobody has reviewed this answer." in text


def test_an_empty_bottom_line_is_said(ask) -> None:
    text = " ".join(printed(ask(library(), QUESTION, jurisdiction=None)).split())
    assert "No single sentence of your library may stand here" in text


def test_missing_contraindications_are_said_beside_the_dose(ask) -> None:
    source = invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n")
    assert "contraindications: not in your library" in " ".join(printed(ask([source], QUESTION)).split())


def test_conflicts_stand_side_by_side(ask) -> None:
    text = printed(ask(library(), QUESTION))
    assert "WHERE THE SOURCES DISAGREE" in text
    assert "once daily" in text
    assert "twice daily" in text


def test_a_refusal_says_why(ask) -> None:
    refusal = ask(library(), "dose of zzyzxin")
    text = printed(refusal)
    assert "No answer" in text
    assert refusal.message in " ".join(text.split())


def test_a_source_cannot_steer_the_terminal_or_be_read_as_markup(ask) -> None:
    evil = "Evil \x1b[31m\x07\u202e[/b][red]title :pill:"
    source = invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n", title=evil, publisher="[/i]\x1b]0;x")
    text = printed(ask([source], f"{QUESTION} [/b] [red]"))
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[/b][red]title :pill:" in text
    assert f"{QUESTION} [/b] [red]" in text


WAYS = (
    "In hypertension fictoprolol 1000 micrograms is given intramuscularly on alternate days for as long as improvement "
    "is occurring, then 1000 micrograms intramuscularly every two months as maintenance."
)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_word_of_a_regimen_is_broken(ask, width: int) -> None:
    source = invented_document("test:a", f"# Invented\n\n## Dose\n\n{WAYS}\n")
    text = printed(ask([source], QUESTION, length="full"), width).partition("maintenance")[2]
    words = text.split()
    for word in ("intramuscularly", "maintenance", "micrograms", "improvement"):
        assert word in words
    assert ("how often:" in text) is (width < 80)


def test_an_address_stands_whole_and_a_place_is_written_as_people_write_it(ask) -> None:
    address = "https://example.org/an/invented/address/of/a/leaflet"
    one = invented_document(
        "test:a",
        f"# Invented\n\n## Dose\n\n{DOSE}\n",
        jurisdiction="international",
        identifiers=(Identifier("url", address),),
    )
    text = printed(ask([one], QUESTION), 60)
    assert address in text.split()
    assert f"     {address}" in text.splitlines()
    assert "international" in text
    assert "INTERNATIONAL" not in text
    assert "\u2026" not in printed(ask([one], QUESTION), 40)


@pytest.mark.parametrize(
    ("jurisdiction", "changes", "why"),
    [
        (None, {}, "no jurisdiction was given."),
        ("uk", {"status": Status(State.SUPERSEDED)}, "comes from superseded sources"),
        ("uk", {"seen": Seen.SECONDARY}, "comes from secondary sources only"),
    ],
)
def test_an_empty_bottom_line_gives_its_reason(ask, jurisdiction, changes, why) -> None:
    source = invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n", **changes)
    text = " ".join(printed(ask([source], QUESTION, jurisdiction=jurisdiction)).split())
    line = text.partition("No single sentence of your library may stand here: ")[2]
    assert why in line.partition("DOSE AND COURSE")[0]


def test_a_maximum_stands_beside_the_dose(ask) -> None:
    bound = "The maximum single dose of fictoprolol in hypertension is 20 mg."
    own = f"# Invented\n\n## Dose\n\n{DOSE}\n"
    told = " ".join(printed(ask([invented_document("test:a", f"{own}\n{bound}\n")], QUESTION)).split())
    assert bound in told
    apart = [invented_document("test:a", own), invented_document("test:b", f"# B\n\n## Limits\n\n{bound}\n")]
    assert "maximum: see [" in " ".join(printed(ask(apart, QUESTION)).split())


def test_a_dose_of_one_step_is_said_once(ask) -> None:
    text = " ".join(printed(ask([invented_document("test:a", f"# Invented\n\n## Dose\n\n{DOSE}\n")], QUESTION)).split())
    assert text.count("6 mg") == 1
    assert "how often" not in text


ALIKE = (
    "Adults with hypertension are given fictoprolol or mockoprolol 6 mg by mouth once daily for 9 days, then 3 mg by "
    "mouth once daily."
)


@pytest.mark.parametrize("length", ["short", "standard"])
def test_two_steps_are_not_said_again_as_a_table_where_room_is_short(ask, length: str) -> None:
    answer = ask([invented_document("test:a", f"# Invented\n\n## Dose\n\n{WAYS}\n")], QUESTION, length=length)
    text = printed(answer).partition("REFERENCES")[0]
    assert "how often" not in text
    assert "contraindications: not in your library" in " ".join(text.split())


def test_steps_are_laid_out_and_drugs_that_are_given_alike_share_a_table(ask) -> None:
    source = invented_document("test:a", f"# Invented\n\n## Dose\n\n{ALIKE}\n")
    answer = ask([source], QUESTION, length="full")
    text = printed(answer).partition("REFERENCES")[0]
    assert len({r.drug for r in answer.regimens}) == 2
    assert text.count("how often") == 1
    assert "fictoprolol and mockoprolol" in text
