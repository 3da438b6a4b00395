"""`curbside sources` lists, shows and checks."""

import json
import sqlite3
from dataclasses import replace

import pytest

from curbside.retrieval.embedded.index import FOLDER, EmbeddedIndex
from curbside.testing.records import invented_source
from curbside.types import Identifier, Kind, Licence, State, Status

REFERENCE = (
    "id kind title publisher year identifier url jurisdiction status text_is derived_from characters sections sentences"
).split()


def rows(out):
    return [json.loads(line) for line in out.splitlines()]


def tampered(home, statement):
    raw = sqlite3.connect(home / "library.sqlite")
    raw.execute(statement)
    raw.commit()
    raw.close()


def test_list_as_json_has_the_fields_of_a_reference_and_the_counts(curbside):
    code, out, _ = curbside("sources", "list", "--json")
    assert code == 0
    listed = rows(out)
    assert [row["id"] for row in listed] == ["starter:fictiparin", "starter:inventamab"]
    assert list(listed[0]) == REFERENCE
    assert (listed[1]["sections"], listed[1]["sentences"]) == (1, 2)


def test_list_for_people_fits_80_columns(curbside):
    code, out, _ = curbside("sources", "list")
    assert code == 0
    assert "starter:inventamab" in out
    assert out.endswith("2 sources.\n")
    assert all(len(line) <= 80 for line in out.splitlines())


def test_show_as_json_has_everything(curbside, starter):
    source = replace(
        invented_source("pmid:0", parts=[("Dose", ["One ‘5 mg’.", "Two."]), ("Cautions", ["Three."])]),
        date="2021-05",
        authors=("Invented A", "Invented B"),
        publication_types=("Invented Trial",),
        subjects=("Invented Heading",),
        topics=("invented",),
        identifiers=(Identifier("pmid", "0"),),
        licence=Licence("Invented licence", show=True, send=False),
        status=Status(State.SUPERSEDED, "pmid:1", "2022", "Invented for this test."),
        derived_from=("pmid:2",),
        raw_hash="raw",
        where="file.md",
    )
    starter.append(source)
    code, out, _ = curbside("sources", "show", "pmid:0", "--json")
    (shown,) = rows(out)
    assert code == 0
    assert shown["text"] == source.text
    assert shown["hash"] == source.content_hash
    assert [(s["heading"], source.text[s["start"] : s["end"]].splitlines()[0]) for s in shown["sections"]] == [
        ("Dose", "Dose"),
        ("Cautions", "Cautions"),
    ]
    assert [source.text[u["start"] : u["end"]] for u in shown["units"]] == ["One ‘5 mg’.", "Two.", "Three."]
    assert (shown["authors"], shown["date"], shown["year"]) == (["Invented A", "Invented B"], "2021-05", 2021)
    assert (shown["publication_types"], shown["subject_headings"]) == (["Invented Trial"], ["Invented Heading"])
    assert shown["identifiers"] == [{"scheme": "pmid", "value": "0"}]
    assert shown["status"] == "superseded"
    assert shown["status_detail"] == {
        "state": "superseded",
        "by": "pmid:1",
        "since": "2022",
        "reason": "Invented for this test.",
    }
    assert shown["licence"]["send"] is False
    assert shown["licence"]["export"] is None
    assert (shown["language"], shown["extractor"], shown["raw_hash"]) == ("en", "invented 1", "raw")
    assert [version["current"] for version in shown["versions"]] == [True]


def test_show_for_people_has_the_text_and_fits_80_columns(curbside):
    code, out, _ = curbside("sources", "show", "starter:inventamab")
    assert code == 0
    assert "Inventamab 5 mg is given weekly." in out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "\x1b" not in out


def test_show_explains_the_appraisal_and_has_it_as_json(curbside, starter):
    found = "In 24 people with gout in an open-label trial, serum urate was lower with inventamab."
    fields = {"kind": Kind.RANDOMISED_TRIAL, "date": "2020"}
    shown_whole = Licence("Invented licence", show=True, quote=True)
    starter.append(invented_source("pmid:0", parts=[("Results", [found])], licence=shown_whole, **fields))
    starter.append(invented_source("pmid:1", parts=[("Results", [found])], **fields))
    _, out, _ = curbside("sources", "show", "pmid:0")
    assert "Estimate Low for" in out
    assert "fewer than 100 people" in " ".join(out.split())
    assert all(len(line) <= 80 for line in out.splitlines())

    (shown,) = rows(curbside("sources", "show", "pmid:0", "--json")[1])
    weighed = shown["appraisal"]
    assert list(weighed) == (
        "design sample_size studies features grades outcomes currency jurisdiction sentences".split()
    )
    assert (weighed["design"]["name"], weighed["sample_size"]["number"]) == ("randomised trial", 24)
    (outcome,) = weighed["outcomes"]
    assert outcome["quote"] == found == shown["text"][outcome["start"] : outcome["end"]]
    assert outcome["estimate"]["level"] == "Low"
    for step in outcome["estimate"]["steps"]:
        assert all(shown["text"][w["start"] : w["end"]] == w["text"] for w in step["words"])
    assert weighed["currency"]["year"] == 2020
    (withheld,) = rows(curbside("sources", "show", "pmid:1", "--json")[1])
    assert [o["quote"] for o in withheld["appraisal"]["outcomes"]] == [None]


def test_an_older_version_is_shown_by_the_beginning_of_its_hash(curbside, starter, home):
    from curbside.library import Library

    curbside("init")
    with Library.open(home) as library:
        library.put(invented_source("starter:inventamab", parts=[("Dose", ["Changed."])]))
    old = starter[0].content_hash
    (shown,) = rows(curbside("sources", "show", "starter:inventamab", "--hash", old[:8], "--json")[1])
    assert shown["hash"] == old
    assert curbside("sources", "show", "starter:inventamab", "--hash", "zz")[0] == 1


@pytest.mark.parametrize("wrong", ["inventamab", "starter:inventamap", "STARTER:INVENTAMAB"])
def test_an_unknown_id_gets_the_nearest_ones(curbside, wrong):
    curbside("init")
    code, out, err = curbside("sources", "show", wrong)
    assert (code, out) == (1, "")
    assert "starter:inventamab" in err
    assert err.count("\n") == 1


def test_an_id_like_no_other_gets_the_way_to_the_list(curbside):
    curbside("init")
    assert "curbside sources list" in curbside("sources", "show", "zzz")[2]


def test_check_of_a_sound_library_finds_nothing(curbside):
    curbside("init")
    assert curbside("sources", "check", "--json") == (0, "", "")
    code, out, _ = curbside("sources", "check")
    assert (code, out) == (0, "2 sources checked: 0 broken, 0 to look at.\n")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE versions SET text = text || 'x' WHERE source_id = 'starter:inventamab'", "hash"),
        ("UPDATE versions SET units = '[[[[],[]]],[[0,100000,0,0]]]' WHERE key = 1", "hash"),
    ],
)
def test_check_finds_what_was_tampered_with(curbside, home, statement, what):
    curbside("init")
    tampered(home, statement)
    code, out, _ = curbside("sources", "check", "--json")
    assert code == 1
    assert [(row["what"], row["broken"], row["source"]) for row in rows(out)] == [(what, True, "starter:inventamab")]
    assert curbside("sources", "check")[1].endswith("1 broken, 0 to look at.\n")


def test_check_finds_an_index_that_lost_rows(curbside, home):
    curbside("init")
    index = EmbeddedIndex(home / FOLDER)
    with index.writing():
        index.remove(["starter:inventamab"])
    index.close()
    code, out, _ = curbside("sources", "check", "--json")
    assert code == 1
    assert [row["what"] for row in rows(out)] == ["index"]


def test_check_tells_status_without_failing(curbside, starter):
    states = (State.REVIEW_OVERDUE, State.SUPERSEDED, State.RETRACTED, State.WITHDRAWN, State.CONCERN, State.CURRENT)
    starter.extend(invented_source(f"s:{n}", status=Status(state, since="2020")) for n, state in enumerate(states))
    code, out, _ = curbside("sources", "check", "--json")
    assert code == 0
    assert [row["what"] for row in rows(out)] == ["review_overdue", "superseded", "retracted", "retracted", "concern"]


def test_check_tells_text_that_hides_something(curbside, starter):
    starter.append(invented_source("s:hidden", parts=[("Dose", ["Give 1\u200b0 mg of inventamab."])]))
    code, out, _ = curbside("sources", "check", "--json")
    (row,) = rows(out)
    assert (code, row["what"], row["source"], row["broken"]) == (0, "suspicious", "s:hidden", False)
    assert "characters 11 to 12" in row["message"]
