"""Other names widen the search and nothing else. Every vocabulary here is invented, and some are wrong on purpose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside import engine
from curbside.language.tokens import terms
from curbside.retrieval.base import Query
from curbside.retrieval.query import query_of
from curbside.retrieval.understanding import understand
from curbside.retrieval.widening import MOST_NARROWER, WEIGHTS, Weights, senses, widened, wider
from curbside.testing.homes import invented_document
from curbside.types import Answer, Flag, Refusal
from curbside.vocabularies import Vocabularies
from curbside.vocabularies.formats import given as files_given
from curbside.vocabularies.own import HEADER

SYNONYMS = WEIGHTS.synonym


@pytest.fixture
def load(tmp_path):
    opened = Vocabularies(tmp_path / "vocabularies-home")

    def loaded(name, *rows):
        path = tmp_path / f"{name}.tsv"
        path.write_text("\n".join([HEADER, *("\t".join(row) for row in rows)]), encoding="utf-8")
        for one in files_given([path]):
            opened.load(one)
        return opened

    yield loaded
    opened.close()


def names(text, vocabulary=None):
    return dict(widened(understand(text), vocabulary))


def test_without_a_vocabulary_only_abbreviations_are_added():
    assert names("Apixaban dose in AF") == {"atrial fibrillation": WEIGHTS.long_form}
    assert names("Is it chronic kidney disease?") == {"CKD": WEIGHTS.short_form}
    assert names("Is it a pulmonary embolism?") == {"PE": WEIGHTS.unsure}
    assert names("What is inventitis?") == {}


def test_synonyms_and_little_of_what_is_narrower_are_added(load):
    vocabulary = load(
        "own",
        ("inventitis", "condition", "odd fever"),
        ("inventitis", "condition", "small inventosis", "narrower"),
        ("inventitis", "condition", "all fevers", "broader"),
    )
    found = names("What helps against inventitis?", vocabulary)
    assert found == {"odd fever": SYNONYMS, "small inventosis": WEIGHTS.narrower}
    assert WEIGHTS.narrower < SYNONYMS < 1


def test_a_concept_with_many_narrower_ones_is_not_widened_by_them(load):
    rows = [("inventitis", "condition", f"inventosis {chr(97 + n)}", "narrower") for n in range(MOST_NARROWER + 1)]
    assert names("What helps against inventitis?", load("own", *rows)) == {}


def test_what_every_question_says_is_not_widened(load):
    vocabulary = load(
        "own",
        ("therapy", "procedure", "healing art"),
        ("adults", "other", "grown persons"),
        ("treatment", "condition", "handling"),
    )
    assert names("What is the best therapy or treatment in adults?", vocabulary) == {}


def test_a_kind_that_is_nothing_clinical_is_not_widened(load):
    assert names("inventitis in Inventland", load("own", ("Inventland", "other", "Fictia"))) == {}


MS = (
    ("multiple stiffness", "condition", "MS", "abbreviation"),
    ("multiple stiffness", "condition", "hard myelin", "synonym"),
    ("morbid snoring", "condition", "MS", "abbreviation"),
    ("morbid snoring", "condition", "night rattle", "synonym"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is MS curable?", set()),
        ("Is MS with hard myelin curable?", {"multiple stiffness"}),
        ("Does a mask help rattle in MS?", {"morbid snoring", "night rattle"}),
        ("rattle and myelin in MS", set()),
    ],
)
def test_an_abbreviation_of_several_things_is_none_unless_the_question_decides(load, text, expected):
    found = names(text, load("own", *MS))
    assert {name for name in found if not set(terms(name)) <= set(terms(text))} == expected


def test_an_abbreviation_is_ambiguous_across_vocabularies_too_but_not_where_they_mean_the_same(load):
    load("one", ("odd fever", "condition", "QXV", "abbreviation"), ("odd fever", "condition", "inventitis"))
    vocabulary = load("two", ("queer skin", "condition", "QXV", "abbreviation"))
    assert names("Is QXV curable?", vocabulary) == {}
    vocabulary = load(
        "two", ("strange fever", "condition", "QXV", "abbreviation"), ("strange fever", "condition", "inventitis")
    )
    assert set(names("Is QXV curable?", vocabulary)) == {"odd fever", "inventitis", "strange fever"}


def test_a_name_in_full_is_one_thing_in_two_vocabularies_and_two_things_in_one(load):
    load("one", ("inventitis", "condition", "odd fever"))
    vocabulary = load("two", ("Inventitis", "condition", "strange heat"))
    assert set(names("inventitis?", vocabulary)) == {"odd fever", "strange heat"}
    vocabulary = load("two", ("cold skin", "condition", "inventitis"), ("warm skin", "condition", "inventitis"))
    text = "inventitis?"
    (mention,) = vocabulary.find(text)
    assert senses(mention, text, vocabulary) == ()


def test_a_listed_abbreviation_brings_the_synonyms_of_what_it_stands_for(load):
    vocabulary = load("own", ("atrial fibrillation", "condition", "invented flutter"))
    assert names("apixaban in AF", vocabulary)["invented flutter"] == SYNONYMS
    vocabulary = load("own", ("arrant folly", "condition", "AF", "abbreviation"))
    assert "arrant folly" not in names("apixaban in AF", vocabulary)


def test_a_correction_is_widened(load):
    vocabulary = load("own", ("methylcobalamin", "drug", "Inventocobal"))
    assert names("dose of metylcobalamin", vocabulary) == {"Inventocobal": SYNONYMS}


def test_a_term_of_the_question_keeps_its_weight_and_filters_stay(load):
    vocabulary = load("own", ("inventitis", "condition", "odd inventitis fever"))
    question = understand("What helps against inventitis?")
    plain = query_of(question)
    query = wider(plain, question, vocabulary)
    assert query.filters == plain.filters
    weights = query.weights()
    assert {term: weights[term] for term in plain.weights()} == plain.weights()
    assert weights["odd"] == weights["fever"] == SYNONYMS
    assert wider(plain, question, vocabulary, Weights(0, 0, 0, 0, 0)) == plain


@settings(deadline=None, max_examples=50)
@given(text=st.text(alphabet="AFPEMS sinvent12.-,", max_size=40))
def test_widening_never_takes_anything_away(text):
    question = understand(text)
    before = query_of(question).weights()
    after = wider(Query(tuple(before.items())), question).weights()
    assert all(after[term] >= weight for term, weight in before.items())
    assert question == understand(text)


WRONG = (
    ("cyanocobalamin", "drug", "hydroxocobalamin"),
    ("methylcobalamin", "drug", "hydroxocobalamin"),
    ("warfarin", "drug", "apixaban"),
    ("vitamin B12 deficiency", "condition", "atrial fibrillation"),
)
DOCUMENTS = (
    invented_document(
        "guide:cyano",
        "# Vitamin B12 deficiency\n\nCyanocobalamin 50 micrograms is taken orally once daily for vitamin B12 "
        "deficiency.\n\n"
        "Monitor potassium with cyanocobalamin.\n",
    ),
    invented_document(
        "guide:hydroxo",
        "# Vitamin B12 deficiency\n\nHydroxocobalamin 1 mg is given intramuscularly every three months for vitamin B12 "
        "deficiency.\n\nMonitor potassium with hydroxocobalamin.\n",
    ),
    invented_document("guide:apixaban", "# Stroke\n\nApixaban 5 mg is taken twice daily in atrial fibrillation.\n"),
)
QUESTIONS = (
    "What is the dose of cyanocobalamin in vitamin B12 deficiency?",
    "What is the dose of hydroxocobalamin in vitamin B12 deficiency?",
    "What is the dose of methylcobalamin in vitamin B12 deficiency?",
    "What should be monitored with cyanocobalamin?",
    "What is the dose of warfarin?",
    "Is apixaban given in vitamin B12 deficiency?",
)


def flags(result):
    """The flags of each statement by where it stands; why there is none, for a refusal."""
    if isinstance(result, Refusal):
        return {"refused": result.reason}
    return {statement.citations[0].spans: (statement.text, statement.flags) for statement in result.statements}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_wrong_synonym_never_makes_a_sentence_about_one_drug_one_about_another(ask, load, monkeypatch, question):
    before = ask(DOCUMENTS, question)
    vocabulary = load("wrong", *WRONG)
    monkeypatch.setattr(engine, "query_of", lambda asked: wider(query_of(asked), asked, vocabulary))
    after = ask(DOCUMENTS, question)

    assert after.question == before.question
    known, seen = flags(before), flags(after)
    assert {place: seen[place] for place in known} == known
    if isinstance(after, Answer):
        asked = after.question.understood.drugs
        for statement in after.statements:
            other = not any(drug in statement.text.lower() for drug in asked)
            assert (Flag.OTHER_DRUG in statement.flags) == (other and bool(asked)), statement.text


def test_the_wrong_synonym_was_in_the_query(load):
    vocabulary = load("wrong", *WRONG)
    question = understand(QUESTIONS[0])
    assert {"hydroxocobalamin", "atrial fibrillation"} <= set(names(QUESTIONS[0], vocabulary))
    assert question.understood.drugs == ("cyanocobalamin",)
    assert question.understood.conditions == ("vitamin B12 deficiency",)
