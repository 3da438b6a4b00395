"""`curbside conflicts` shows who says what, where and when. All documents are invented."""

from __future__ import annotations

import json

import pytest

from curbside.library import Library
from curbside.testing.homes import invented_document
from curbside.types import State, Status

TEN = "Adults with gout are given exemplolol 10 mg by mouth once daily."
FIELDS = ["value", "source", "title", "publisher", "jurisdiction", "date", "status", "quote", "start", "end", "hash"]


@pytest.fixture
def disputed(home):
    children = "Children with gout are given exemplolol 5 mg by mouth once daily."
    old = {"status": Status(State.SUPERSEDED, by="local:a"), "date": "2031"}
    with Library.open(home, create=True) as library:
        library.put(invented_document("local:a", f"# A\n\n## Dose\n\n{TEN}\n"))
        library.put(invented_document("local:b", f"# B\n\n## Dose\n\n{TEN.replace('10', '40')}\n", **old))
        library.put(invented_document("local:c", f"# C\n\n## Dose\n\n{children}\n"))
    return home


def told(out):
    return json.loads(out)["conflicts"]


def test_the_table_fits_80_columns_and_tells_what_is_superseded(curbside, disputed):
    code, out, _ = curbside("conflicts")

    assert code == 0
    assert "Dose of exemplolol for gout" in out
    assert out.index("10 mg") < out.index("40 mg")
    assert "SUPERSEDED" in out
    assert "1 conflict; 1 difference that is none is shown with --all" in out
    assert all(len(line) <= 80 and line == line.rstrip() for line in out.splitlines())


def test_json_has_every_side_with_its_place(curbside, disputed):
    code, out, _ = curbside("conflicts", "--json")

    (found,) = told(out)
    assert code == 0
    assert (found["kind"], found["drug"], found["why"]) == ("real", "exemplolol", None)
    assert [list(m) for m in found["members"]] == [FIELDS, FIELDS]
    with Library.open(disputed) as library:
        for member in found["members"]:
            text = library.text(member["source"], member["hash"])
            assert text[member["start"] : member["end"]] == member["quote"]
            assert member["value"] in member["quote"]


def test_all_tells_why_a_difference_is_no_conflict(curbside, disputed):
    _, out, _ = curbside("conflicts", "--all", "--json")
    _, page, _ = curbside("conflicts", "--all")

    assert {d["kind"] for d in told(out)} == {"real", "population"}
    assert all(d["why"] for d in told(out) if d["kind"] != "real")
    assert "no conflict: another population" in page


def test_drugs_and_topics_narrow_it(curbside, disputed):
    assert len(told(curbside("conflicts", "--drug", "exemplolol", "--json")[1])) == 1
    assert told(curbside("conflicts", "--drug", "aspirin", "--json")[1]) == []
    assert len(told(curbside("conflicts", "--topic", "gout", "--json")[1])) == 1


@pytest.mark.parametrize("name", ["nothing known", "aspirin and warfarin"])
def test_a_drug_that_is_not_one_known_drug_is_told(curbside, disputed, name):
    code, out, err = curbside("conflicts", "--drug", name)

    assert (code, out) == (2, "")
    assert name in err


@pytest.mark.parametrize("topic", ["asthma", "invented words"])
def test_a_topic_that_no_source_has_is_told(curbside, disputed, topic):
    code, out, err = curbside("conflicts", "--topic", topic)

    assert (code, out) == (2, "")
    assert (
        err.splitlines()[-1]
        == f"curbside: --topic {topic!r} is a topic that no source of the library has or speaks of."
    )


def test_a_topic_on_which_sources_agree_is_no_mistake(curbside, home):
    with Library.open(home, create=True) as library:
        library.put(invented_document("local:a", "# A\n\nAsthma is common in the invented town.\n"))

    assert told(curbside("conflicts", "--topic", "asthma", "--json")[1]) == []
