"""`curbside search` prints passages, for people and for programs."""

import json

from curbside.library import Library
from curbside.testing.records import invented_source
from curbside.types import Span


def test_json_is_one_object_a_line_with_the_exact_text(curbside, home):
    code, out, err = curbside("search", "inventamab weekly", "--json")
    assert code == 0
    assert err.startswith("Building your library")
    (row,) = map(json.loads, out.splitlines())
    assert list(row) == ["rank", "score", "scores", "source", "start", "end", "text", "heading", "same"]
    assert (row["rank"], row["source"], row["heading"]) == (1, "starter:inventamab", "Dose")
    assert row["score"] > 0
    with Library.open(home) as library:
        source = library.get(row["source"])
        assert library.read_span(Span(source.id, source.content_hash, row["start"], row["end"])) == row["text"]


def test_no_more_than_k_come_best_first(curbside, starter):
    starter.extend(
        invented_source(f"s:{n}", parts=[("Dose", [f"Inventamab {n + 1} mg. " * (n + 1)])]) for n in range(9)
    )
    _, out, _ = curbside("search", "inventamab", "-k", "4", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4]
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_people_get_titles_headings_and_text_within_80_columns(curbside):
    code, out, _ = curbside("search", "inventamab")
    assert code == 0
    assert "Invented guideline starter:inventamab" in out
    assert "Inventamab 5 mg is given weekly." in out
    assert "\x1b" not in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_nothing_found_is_no_error(curbside):
    curbside("init")
    assert curbside("search", "zebra", "--json") == (0, "", "")
    code, out, err = curbside("search", "zebra")
    assert (code, out) == (0, "")
    assert "Nothing in your library" in err


def test_words_without_a_word_are_bad_usage(curbside):
    for words in ("", "?!", "the of"):
        assert curbside("search", words)[0] == 2


def test_the_index_syntax_means_nothing(curbside):
    curbside("init")
    for words in ('"', "inventamab AND (", "title:inventamab*", "NEAR(", "inventamab' OR 1=1 --"):
        assert curbside("search", words, "--json")[0] in (0, 2)


def test_a_source_cannot_steer_the_terminal(curbside, starter):
    starter.append(invented_source("s:esc", parts=[("Dose", ["Pretendolol \x1b[2J\x9b31m is invented."])]))
    code, out, _ = curbside("search", "pretendolol")
    assert code == 0
    assert "Pretendolol \ufffd[2J" in out
    assert "\x1b" not in out
    assert "\x9b" not in out
