"""Loading, replacing, removing and looking. Every name here is invented."""

import os
import sqlite3
import subprocess
import sys
import threading

import pytest

from curbside.errors import InputError, UsageError
from curbside.vocabularies import Kind, Vocabularies
from curbside.vocabularies.formats import given
from curbside.vocabularies.own import HEADER
from curbside.vocabularies.rxnorm import NAMES_FILE, RELATIONS_FILE


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def vocabularies(home):
    with Vocabularies(home) as opened:
        yield opened


def table(folder, *rows, name="own.tsv"):
    path = folder / name
    path.write_text("\n".join([HEADER, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def load(vocabularies, *paths, **options):
    return [vocabularies.load(one) for one in given(paths, **options)]


INVENTITIS = (
    ("inventitis", "condition", "odd fever", "synonym"),
    ("inventitis", "condition", "INV", "abbreviation"),
    ("inventitis", "condition", "small inventitis", "narrower"),
    ("chronic inventitis", "condition", "inventitis", "broader"),
)


def test_nothing_is_made_where_nothing_is_loaded(home, vocabularies):
    assert vocabularies.infos() == ()
    assert vocabularies.find("odd fever") == ()
    assert not home.exists()


def test_a_name_is_found_whatever_its_case_ending_or_hyphen(tmp_path, vocabularies):
    load(vocabularies, table(tmp_path, *INVENTITIS))
    for text in ("Treat odd fevers!", "ODD-FEVER", "an Odd  Fever."):
        (mention,) = vocabularies.find(text)
        sense = vocabularies.sense(mention.found[0])
        assert (sense.code, sense.kind) == ("inventitis", Kind.CONDITION)
        assert text[mention.start : mention.end] == mention.text
    assert sense.names == ("inventitis", "INV", "odd fever")
    assert sense.narrow == ("small inventitis", "chronic inventitis")


@pytest.mark.parametrize("text", ["odd. Fever", "odd (fever)", "oddfever", "xodd fever", "inv", "Inv", "narrower"])
def test_what_is_not_the_name_is_not_found(tmp_path, vocabularies, text):
    load(vocabularies, table(tmp_path, *INVENTITIS))
    assert vocabularies.find(text) == ()


def test_an_abbreviation_is_found_in_its_capitals_and_as_a_plural(tmp_path, vocabularies):
    load(vocabularies, table(tmp_path, *INVENTITIS, ("x", "condition", "DVT", "abbreviation")))
    assert [m.text for m in vocabularies.find("INV, INVs, dvt and DVTs, inv")] == ["INV", "INVs", "dvt", "DVTs"]
    assert [m.text for m in vocabularies.find("ALL IN CAPITALS: INV AND DVT")] == ["DVT"]


def test_the_longest_name_counts_and_digits_are_words(tmp_path, vocabularies):
    rows = [("vitamin Z 12", "drug", "Z12"), ("vitamin Z 12 lack", "condition"), ("vitamin", "drug")]
    load(vocabularies, table(tmp_path, *rows))
    assert [m.text for m in vocabularies.find("vitamin Z12 lack, vitamin Z-12 or a vitamin")] == [
        "vitamin Z12 lack",
        "vitamin Z-12",
        "vitamin",
    ]


def test_the_same_files_change_nothing_and_a_newer_edition_replaces(tmp_path, vocabularies):
    path = table(tmp_path, *INVENTITIS)
    assert [loaded.what for loaded in load(vocabularies, path)] == ["added"]
    assert [loaded.what for loaded in load(vocabularies, path)] == ["unchanged"]
    table(tmp_path, ("inventosis", "condition"))
    with Vocabularies(vocabularies.folder.parent) as other:
        assert other.find("inventitis")
        assert [loaded.what for loaded in load(vocabularies, path)] == ["replaced"]
        assert not other.find("inventitis")
        assert other.find("inventosis")
    (info,) = vocabularies.infos()
    assert (info.name, info.kind, info.concepts, info.names, info.files) == ("own", "tsv", 1, 1, ("own.tsv",))


def test_a_bad_file_leaves_what_was_loaded_and_nothing_beside_it(tmp_path, vocabularies):
    path = table(tmp_path, *INVENTITIS)
    load(vocabularies, path)
    table(tmp_path, *INVENTITIS, ("x", "nothing"))
    with pytest.raises(InputError, match="line 6"):
        load(vocabularies, path)
    assert vocabularies.find("inventitis")
    assert os.listdir(vocabularies.folder) == ["own.sqlite"]


def test_a_table_with_nothing_in_it_is_refused(tmp_path, vocabularies):
    with pytest.raises(InputError, match="has no concept in it"):
        load(vocabularies, table(tmp_path))


def test_removing_takes_one_away_and_an_unknown_one_is_told(tmp_path, vocabularies):
    load(vocabularies, table(tmp_path, *INVENTITIS))
    with pytest.raises(UsageError, match="There is no vocabulary 'mesh'; loaded are: own"):
        vocabularies.remove("mesh")
    vocabularies.remove("own")
    assert vocabularies.infos() == ()
    with pytest.raises(UsageError, match="none is loaded"):
        vocabularies.remove("own")


@pytest.mark.parametrize("name", ["", "../x", "A", "x" * 41, "a b", ".x"])
def test_a_name_that_is_no_file_name_is_refused(vocabularies, name):
    with pytest.raises(UsageError, match="is no name for a vocabulary"):
        vocabularies.remove(name)


def test_a_file_that_is_none_of_ours_is_told_with_what_to_do(tmp_path, vocabularies):
    vocabularies.folder.mkdir(parents=True)
    (vocabularies.folder / "x.sqlite").write_bytes(b"nothing" * 300)
    with pytest.raises(InputError, match=r"is no vocabulary .*`curbside vocabularies remove x` takes it away"):
        vocabularies.find("inventitis")
    vocabularies.remove("x")
    load(vocabularies, table(tmp_path, *INVENTITIS))
    vocabularies.close()
    with sqlite3.connect(vocabularies.folder / "own.sqlite") as connection:
        connection.execute("UPDATE about SET value = '0' WHERE name = 'format'")
    connection.close()
    with pytest.raises(InputError, match="was loaded by another version"):
        vocabularies.find("inventitis")


def test_the_parts_of_rxnorm_make_one_vocabulary(tmp_path, vocabularies):
    row = "{0}|ENG||||||1|||{0}|RXNORM|{1}|{0}|{2}||N||\n"
    names = tmp_path / NAMES_FILE
    names.write_text(
        row.format("1", "IN", "inventol")
        + row.format("2", "BN", "Inventex")
        + row.format("3", "PIN", "inventol nitrate")
        + row.format("4", "MIN", "inventol / fictol")
    )
    relations = tmp_path / RELATIONS_FILE
    link = "{0}|||RN|{2}|||{1}|9||RXNORM||||N||\n"
    relations.write_text(
        link.format("1", "tradename_of", "2") + link.format("1", "form_of", "3") + link.format("4", "part_of", "1")
    )
    load(vocabularies, relations, names)
    found = {
        text: vocabularies.sense(vocabularies.find(text)[0].found[0])
        for text in ("inventol", "Inventex", "inventol / fictol")
    }
    assert (found["inventol"].brands, found["inventol"].narrow) == (("Inventex",), ("inventol nitrate",))
    assert found["Inventex"].ingredients == ("inventol",)
    assert found["inventol / fictol"].parts == ("inventol",)
    with pytest.raises(InputError, match=r"has no names; give RXNCONSO\.RRF with it"):
        given([relations])


def test_a_file_of_another_kind_than_said_is_refused(tmp_path):
    path = table(tmp_path, *INVENTITIS)
    with pytest.raises(InputError, match="is no vocabulary of the kind mesh"):
        given([path], "mesh")
    with pytest.raises(UsageError, match="There is no kind 'icd'"):
        given([path], "icd")
    page = tmp_path / "page.html"
    page.write_text("<html><body>x</body></html>")
    with pytest.raises(InputError, match="is none of MeSH descriptors"):
        given([page])


def test_an_edition_that_comes_between_looking_and_reading_confuses_no_concepts(tmp_path, vocabularies):
    path = table(tmp_path, *INVENTITIS)
    load(vocabularies, path)
    (found,) = vocabularies.find("odd fever")[0].found
    table(tmp_path, ("another", "condition", "strange heat"), ("inventitis", "condition", "new name"))
    load(vocabularies, path)
    assert vocabularies.sense(found).names == ("inventitis", "new name")
    table(tmp_path, ("another", "condition", "strange heat"))
    load(vocabularies, path)
    assert vocabularies.sense(found).names == ()
    vocabularies.remove("own")
    assert vocabularies.find("another") == ()
    assert vocabularies.sense(found).names == ()


KILLED = """
import sys, time
from pathlib import Path
from curbside.vocabularies import Concept, Kind, Vocabularies
from curbside.vocabularies.formats import Given, Part

def slow(path):
    yield Concept("another", "another", Kind.CONDITION)
    print("begun", flush=True)
    time.sleep(60)

with Vocabularies(Path(sys.argv[1])) as vocabularies:
    vocabularies.load(Given("own", "tsv", (Part(Path(sys.argv[2]), "tsv", slow),), "2"))
"""


def test_a_load_that_is_killed_leaves_the_old_edition_and_what_it_left_is_cleared_later(tmp_path, vocabularies):
    path = table(tmp_path, *INVENTITIS)
    load(vocabularies, path)
    arguments = [sys.executable, "-c", KILLED, str(vocabularies.folder.parent), str(path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as loading:
        assert loading.stdout.readline() == "begun\n"
        loading.kill()
    (left,) = vocabularies.folder.glob("*.new")
    assert vocabularies.find("odd fever")
    assert [info.name for info in vocabularies.infos()] == ["own"]
    os.utime(left, (1, 1))
    table(tmp_path, *INVENTITIS[:2])
    load(vocabularies, path)
    assert os.listdir(vocabularies.folder) == ["own.sqlite"]


def test_threads_may_look_while_another_loads(tmp_path, vocabularies):
    rows = [(f"inventitis {chr(97 + n)}", "condition") for n in range(20)]
    load(vocabularies, table(tmp_path, *rows))
    wrong = []

    def look():
        for _ in range(40):
            if [m.text for m in vocabularies.find("inventitis c")] != ["inventitis c"]:
                wrong.append("lost")

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(5):
        load(vocabularies, table(tmp_path, *rows, (f"further {n}", "condition")))
    for thread in threads:
        thread.join()
    assert wrong == []
