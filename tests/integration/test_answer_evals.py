"""The rules by which `evals/` judges answers, on invented texts."""

import pytest
from evals import answers_report, marked
from evals.answer_sentences_rules import judged
from evals.answers_baselines import Frequencies, cut, share
from evals.answers_home import half
from evals.answers_medquad_questions import TEMPLATES, Pair, documents, reworded, without


@pytest.mark.parametrize(
    "text",
    [
        "It is given by injection.",
        "However, these patients had invented pain.",
        "In addition, they had a rash.",
        "Both occur.",
        "Such drugs cause harm.",
        "All of these are rare.",
        "Its cause is known.",
    ],
)
def test_what_points_to_nothing_is_dangling(text):
    assert "dangling" in judged(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is recommended that adults rest.",
        "It is not yet known whether yaks sleep.",
        "Exemplamine is an invented drug. It is given by injection.",
        "Those with fever should rest.",
        "Both fever and pain occur.",
        "Adults (18 to 64 years) are given exemplamine [5, 10) mg.",
        "1) Take exemplamine with water.",
        "p53 is a gene.",
        "Patients (n = 41) had a rash (graded Level C).",
        "The dose is 5 mg twice daily.",
    ],
)
def test_what_stands_alone_is_not_counted(text):
    assert judged(text) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Symptoms: They include a rash.", "label, then pronoun"),
        ("This study shows that yaks sleep.", "this study"),
        ("Treatment of the Invented Rash", "heading"),
        ("What is the invented rash?", "heading"),
        ("A trial of three years.", "fragment"),
        ("Adults are given 5 mg (see the label.", "cut"),
        ("Take 5 mg once daily and.", "cut"),
        ("Take 5 mg once daily", "cut"),
        ("causes of the rash are known.", "cut"),
        ("We searched three registers of yaks.", "chatter"),
        ("For more information, ask the institute.", "pointer"),
    ],
)
def test_each_fault_has_its_name(text, why):
    assert why in judged(text)


def test_a_whole_list_item_needs_no_mark_at_its_end():
    assert judged("Take 5 mg once daily", whole_part=True) == []
    assert "cut" in judged("Take 5 mg once daily and", whole_part=True)


def pair(id, focus, type="symptoms", synonyms=(), question="What are the symptoms?"):
    return Pair(id, "Invented", "https://invented.example", focus, tuple(synonyms), type, question, f"Answer {id}.")


PAIRS = [
    pair("1", "Invented rash", synonyms=["Exemplary rash", "IR"]),
    pair("2", "Invented rash", type="treatment"),
    pair("3", "Severe invented rash"),
    pair("4", "Yak fever", synonyms=["Exemplary rash of yaks"]),
    pair("5", "Other fever"),
    pair("6", "Mountain disease", synonyms=["Yak fever"]),
]


def test_a_question_names_a_synonym_that_is_no_abbreviation_and_its_right_documents_are_of_focus_and_type():
    found = {one.id: one for one in reworded(PAIRS)}
    one = found["invented rash|symptoms"]
    assert "Exemplary rash" in one.text
    assert (one.right, one.focus, one.ideal) == ({"1"}, {"1", "2"}, ("Answer 1.",))
    assert (one.named, found["invented rash|treatment"].named) == (False, True)
    assert found["invented rash|treatment"].name == "Invented rash"


def test_a_synonym_that_is_another_focus_is_not_used():
    assert {one.id: one.name for one in reworded(PAIRS)}["mountain disease|symptoms"] == "Mountain disease"


def test_no_question_is_one_that_was_asked_before():
    for template in TEMPLATES["symptoms"]:
        asked = template.format(x="Other fever")
        found = {one.id: one.text for one in reworded([*PAIRS, pair("7", "Third fever", question=asked)])}
        assert found["other fever|symptoms"] != asked


def test_all_types_have_at_least_two_wordings():
    assert all(len(set(one)) >= 2 and all("{x}" in text for text in one) for one in TEMPLATES.values())


def test_a_focus_is_taken_out_by_its_names_and_what_holds_them():
    assert [one.id for one in without(PAIRS, ["invented rash"])] == ["5", "6"]
    assert [one.id for one in without(PAIRS, ["mountain disease"])] == ["1", "2", "3", "5"]


def test_a_document_does_not_hold_its_question():
    assert all("symptoms?" not in str(one) for one in documents(PAIRS))


def test_a_baseline_is_cut_to_the_words_asked_for():
    assert cut(["One two three.", "Four five."], 4) == "One two three. Four"
    assert cut(["One."], 4) == "One."
    assert cut([], 4) == ""


def test_bm25_prefers_the_rare_word_and_the_short_sentence():
    known = Frequencies([["yak", "rash"], ["rash", "fever"], ["rash"]])
    assert known.score(["yak"], ["yak", "rash"]) > known.score(["rash"], ["yak", "rash"]) > 0
    assert known.score(["yak"], ["yak"]) > known.score(["yak"], ["yak", "a", "b", "c"])
    assert known.score(["zebra"], ["yak"]) == 0


def test_a_share_has_an_interval_around_it():
    found = share([True] * 60 + [False] * 40)
    assert (found["right"], found["of"], found["share"]) == (60, 100, 0.6)
    low, high = found["interval"]
    assert 0.45 < low < 0.6 < high < 0.75


def test_halves_are_about_even_and_always_the_same():
    assert 400 < sum(half(str(number)) == "dev" for number in range(1000)) < 600
    assert half("10808977") == half("10808977")


def test_the_page_has_a_place_for_every_block():
    total = {"refused": 1, "words": {"mean": 9.0}, "milliseconds": {"p50": 1.0, "p95": 2.0}}
    one = {"right": 1, "of": 2, "share": 0.5, "interval": [0.0, 1.0]}
    shares = dict.fromkeys(
        "source_first conclusion_in_bottom_line decision always_yes right_document right_document_named right_focus "
        "refused".split(),
        one,
    )
    row = {name: {"mean": 0.25, "interval": [0.2, 0.3]} for name in ("ROUGE-2 f", "ROUGE-2 recall", "ROUGE-SU4 f")}
    ways = {"Curbside": {**row, "ROUGE-SU4 recall": {"mean": 0.5}, "words": {"mean": 9.0}}}
    common = {"part": "dev", "made": "today", "summary": total, "compared": ways, **shares}
    found = {
        "pubmedqa-dev": {**common, "titles": True, "confusion": {"yes": {"yes": 1}}},
        "medquad-dev": {**common, "names": False, "by_type": {"symptoms": [1, 2]}},
        "sentences": {"made": "today", "answers": 1, "asked": 2, "statements": 4, "answers_with_any_aimed": 1,
                      "counts": {"cut": 1}},
    }  # fmt: skip
    made = dict(answers_report.blocks(found))
    assert set(made) == set(marked.names(answers_report.PAGE))
    assert "1 of 2, **50.0%** (0.0% to 100.0%)" in made["pubmedqa"]
    assert "| symptoms | 1 of 2 |" in made["types"]
    assert "| cut | 1 | 25.00% | none |" in made["sentences"]
