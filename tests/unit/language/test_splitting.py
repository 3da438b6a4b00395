"""The drugs "exemplamine" and "Inventol" are invented, and so are all doses here."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import curbside
from curbside.language import _marks, _sentences
from curbside.language._lines import lines as lines_of
from curbside.language.splitting import sentences, split
from curbside.types import UnitKind


def parts(text):
    return [text[a:b] for a, b in sentences(text)]


def shown(text, markup="markdown"):
    return [
        (u.kind.value, text[u.start : u.end], [text[c.start : c.end] for c in u.context]) for u in split(text, markup)
    ]


WHOLE = [
    "Give one of the drugs, e.g. Inventol 5 mg, at once.",
    "Use a second drug, i.e. Inventol, with care.",
    "The dose is approx. 0.5 ml of the solution.",
    "Inventol vs. placebo was tested, and vs. Exemplamine too.",
    "As Fig. 2 and Figs. 3 and 4 show, it helps.",
    "Dr. Smith and Prof. A. B. Jones wrote it.",
    "Inject i.m. Inventol 1 mg into the thigh.",
    "Inventol 5 mg b.i.d. with food is usual.",
    "Give p.o. Inventol only if the patient can swallow.",
    "Infection with E. coli or H. Pylori is common.",
    "Tablet No. 4 and No. 500 are larger.",
    "Avoid St. John's wort with exemplamine.",
    "The dose is 10.5 mg and the range is 0.5-1.5 mg or 2.5–5.0 mg.",
    "Do not give it (see section 4.3.) in pregnancy.",
    "Jones et al. (2020) and Smith et al. found no benefit.",
    "The CHA2DS2-VASc score of 2.0 counts.",
    "Do not use it (unless potassium is low. Give 5 mg then) in children.",
    "It is contraindicated in: asthma; Heart block; COPD.",
    "At 8 a.m. Monday it was given in the U.S. Army.",
    "1. Give exemplamine 5 mg.",
    "(Grade D) Give exemplamine 5 mg.",
    "The max. Exemplamine dose is 5 mg.",
    "Temp. 38 and wt. 60 kg were found on Nov. 5 by a nurse.",
]

PARTED = [
    ("Take one tablet twice daily.", "5 mg is the maximum."),
    ("Take one tablet twice daily.", "500 mg is the maximum."),
    ("It is given once daily.", "methylcobalamin is another drug."),
    ("Check renal function.", "eGFR must be above 30."),
    ("Give 1 mg i.m.", "The dose may be repeated."),
    ("Repeat after 5 min.", "Stop at 4 g.", "Keep potassium under 5 mmol/L.", "Tell the patient."),
    ("It is low in vitamin D.", "Patients are tired."),
    ("Levels were low.12", "Patients improved."),
    ("Levels were low.[3,4]", "Patients improved [5].", "Others did not."),
    ("**Adults.**", "Give 5 mg.", "*Children.*", "Give 1 mg."),
    ("Is it safe?", "Yes.", "The answer is no.", "Four patients died!", "Stop."),
    ("Do not use (see section 4.3.).", "In adults it is safe."),
    ("The risk is 5%.", "Half had been treated.", "The dose was 5.0.", "After that it fell."),
    ("The ratio was 13.9 to 26.2.", "Second-line drugs follow."),
    ("It was started in the U.S.", "In Japan it was not."),
    ('He said "Stop."', "Then he left."),
]


@pytest.mark.parametrize("sentence", WHOLE)
def test_a_clinical_sentence_is_not_cut(sentence):
    assert parts(sentence) == [sentence]


@pytest.mark.parametrize("sentence", WHOLE)
def test_a_clinical_sentence_is_not_cut_within_a_paragraph(sentence):
    text = f"Read this first. {sentence} Then read this."
    assert parts(text) == ["Read this first.", sentence, "Then read this."]


@pytest.mark.parametrize("expected", PARTED)
@pytest.mark.parametrize("space", [" ", "\n"])
def test_sentences_are_parted(expected, space):
    assert parts(space.join(expected)) == list(expected)


def test_offsets_are_moved_on_by_the_start():
    assert sentences(" One. Two. ", 100) == ((101, 105), (106, 110))
    assert sentences("  \n ") == ()


def test_a_sentence_over_wrapped_lines_keeps_its_line_ends():
    assert shown("Give 5 mg\nonce daily. Then\nstop.") == [
        ("sentence", "Give 5 mg\nonce daily.", []),
        ("sentence", "Then\nstop.", []),
    ]


def test_headings_give_the_path_with_their_places():
    text = "# Label #\n\nOne.\n\n## Dose\nTwo.\n\nSetext\n======\n\nThree.\n"
    units = split(text, "markdown")
    assert [u.headings for u in units] == [("Label",), ("Label", "Dose"), ("Setext",)]
    for unit in units:
        assert tuple(text[r.start : r.end] for r in unit.heading_ranges) == unit.headings


def test_prose_over_a_rule_is_no_heading():
    assert shown("Give 5 mg daily.\n---\nStop.") == [("sentence", "Give 5 mg daily.", []), ("sentence", "Stop.", [])]


def test_list_items_carry_their_lead_in_and_their_parents():
    text = (
        "Some prose. Do not give it to people with:\n- asthma\n  or wheeze\n- heart failure:\n  1. severe\n  2. mild\n"
    )
    lead = "Do not give it to people with:"
    assert shown(text)[1:] == [
        ("sentence", lead, []),
        ("list item", "asthma\n  or wheeze", [lead]),
        ("list item", "heart failure:", [lead]),
        ("list item", "severe", [lead, "heart failure:"]),
        ("list item", "mild", [lead, "heart failure:"]),
    ]


def test_later_sentences_of_an_item_have_its_first_as_context():
    text = "Doses:\n\n- Adults have 5 mg. Stop if it hurts.\n\n  Ask a nurse.\n- Children have 1 mg.\n"
    assert shown(text)[1:] == [
        ("list item", "Adults have 5 mg.", ["Doses:"]),
        ("list item", "Stop if it hurts.", ["Doses:", "Adults have 5 mg."]),
        ("list item", "Ask a nurse.", ["Doses:", "Adults have 5 mg."]),
        ("list item", "Children have 1 mg.", ["Doses:"]),
    ]


def test_a_heading_or_a_paragraph_ends_a_list_and_its_lead_in():
    text = "Doses:\n- 5 mg\n\nNow this.\n\n- 6 mg\n\n## Next\n\n- 7 mg\n"
    assert [c for _, _, c in shown(text)] == [[], ["Doses:"], [], ["Now this."], []]


@pytest.mark.parametrize(
    "text",
    [
        "Stop where potassium is\n> 5.5 mmol/L on two days.",
        "The dose is 5\n- 10 mg once daily.",
        "Give exemplamine\n+ Inventol together.",
    ],
)
def test_a_wrapped_line_that_looks_like_a_marker_stays_with_its_sentence(text):
    assert shown(text) == [("sentence", text, [])]


@pytest.mark.parametrize(
    "text", ["It is for diabetes of type\n1. Others need care.", "The highest dose is\n10. Stop then."]
)
def test_a_wrapped_number_at_the_end_of_a_sentence_begins_no_list(text):
    assert {kind for kind, _, _ in shown(text)} == {"sentence"}


def test_table_rows_carry_their_header_and_the_sentence_before():
    text = (
        "Give these doses.\n\n| Drug | Phase | Dose |\n|---|:---:|--:|\n| A | start | 1 mg |\n| | later | 2 mg |\n|||\n"
    )
    header = "Drug | Phase | Dose"
    assert shown(text)[1:] == [
        ("table row", "A | start | 1 mg", ["Give these doses.", header, "Drug", "Phase", "Dose"]),
        ("table row", "| later | 2 mg", ["Give these doses.", header, "A", "Drug", "Phase", "Dose"]),
    ]


def test_quotes_are_notes_with_their_marks_left_out():
    text = "> This is a summary. It is\n> not the wording\nof the source.\n\nGive 5 mg."
    units = split(text, "markdown")
    assert [u.kind for u in units] == [UnitKind.NOTE, UnitKind.NOTE, UnitKind.SENTENCE]
    assert text[units[2].start : units[2].end] == "Give 5 mg."


def test_code_and_comments_yield_nothing():
    text = "One.\n\n```\nGive 5 mg.\n```\n<!-- Give\n\n6 mg. -->\nTwo.\n"
    assert [t for _, t, _ in shown(text)] == ["One.", "Two."]


def test_a_comment_line_does_not_cut_a_sentence():
    text = "Do not\n<!-- x -->\ngive 5 mg."
    assert [t for _, t, _ in shown(text)] == [text]


def test_what_is_never_closed_is_prose():
    assert [t for _, t, _ in shown("```\nGive 5 mg.\n\n<!-- Stop.")] == ["```\nGive 5 mg.", "<!-- Stop."]


def test_plain_text_has_headings_only_where_clear():
    text = (
        "DOSAGE AND USE\n\nGive 5 mg.\n\nDO NOT INJECT\n\n4.2 Posology\n\nAdults:\n• 5 mg\n\n2.5 mg daily\n\nShort line"
    )
    assert [(text[u.start : u.end], u.headings) for u in split(text, "plain")] == [
        ("Give 5 mg.", ("DOSAGE AND USE",)),
        ("DO NOT INJECT", ("DOSAGE AND USE",)),
        ("Adults:", ("4.2 Posology",)),
        ("5 mg", ("4.2 Posology",)),
        ("2.5 mg daily", ("4.2 Posology",)),
        ("Short line", ("4.2 Posology",)),
    ]


def test_plain_text_has_no_quotes_or_tables():
    assert {u.kind for u in split("> Give 5 mg.\n\n| a | b |\n|---|---|\n| 1 | 2 |", "plain")} == {UnitKind.SENTENCE}


def test_another_markup_is_refused():
    with pytest.raises(ValueError, match="markup is 'html'"):
        split("x", "html")


PIECES = st.sampled_from(
    [
        *("Give 5 mg.", "e.g. ", "Dr. ", "No. 4 ", "daily. 5 mg", "x", ".12 ", "methylcobalamin ", "。"),
        *("\n", "\n\n", "- ", "1. ", "  ", "> ", "# ", "---\n", "===\n", "| a | b |\n|---|---|\n| c | d |\n"),
        *("```\n", "<!-- ", "-->", "(", ")", "[1]", "**"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["markdown", "plain"]))
def test_units_are_in_order_apart_within_bounds_and_trimmed(text, markup):
    last = 0
    for unit in split(text, markup):
        assert last <= unit.start < unit.end <= len(text)
        assert text[unit.start : unit.end] == text[unit.start : unit.end].strip()
        assert all(0 <= c.start < c.end <= len(text) for c in (*unit.context, *unit.heading_ranges))
        last = unit.end


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["markdown", "plain"]))
def test_no_word_is_lost_but_of_headings_labels_code_and_comments(text, markup):
    text = text.replace("```", "").replace("<!--", "") if markup == "markdown" else text
    covered = [False] * len(text)
    for unit in split(text, markup):
        for r in (unit, *unit.heading_ranges, *unit.context):
            covered[r.start : r.end] = [True] * (r.end - r.start)
    lines = lines_of(text)
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        label = _marks.MARKER.match(line.text)
        begin = line.start + (label.end() if label else 0)
        lost = [i for i in range(begin, line.end) if text[i].isalnum() and not covered[i]]
        underlined = following is not None and bool(_marks.UNDERLINE.match(following.text))
        assert not lost or _marks.atx(line) or underlined or _marks.is_plain_title(line.text), text[lost[0] :]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Give 5 mg.", "Stop", "x ", "\n", "\n\n", "- ", "> ", "(", "No. 4", "e.g. "]), max_size=30
    )
)
def test_no_word_of_markdown_is_lost(pieces):
    text = "".join(pieces)
    covered = [False] * len(text)
    for unit in split(text, "markdown"):
        covered[unit.start : unit.end] = [True] * (unit.end - unit.start)
    assert all(covered[i] for i, c in enumerate(text) if c.isalnum())


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sentences_hold_all_that_is_not_white_space(text):
    found = sentences(text)
    inside = "".join(text[a:b] for a, b in found)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit", ["(", "a. ", "> ", "- ", "```\n````\n", "<!-- ", "| a |\n|---|\n", ".1", "[1]", "( a. A", "* ", "#"]
)
def test_no_text_takes_long_to_split(unit):
    began = time.perf_counter()
    split(unit * (20_000 // len(unit)), "markdown")
    assert time.perf_counter() - began < 4


@pytest.mark.parametrize("mark", ["- ", "* ", "1. ", "a) "])
@pytest.mark.parametrize(
    "ends", [("5 mg, or", "6 mg"), ("5 mg", "or 6 mg"), ("5 mg; and", "6 mg"), ("5 mg, then", "6 mg")]
)
def test_items_that_a_word_joins_are_one_unit(mark, ends):
    first, second = ends
    following = {"1. ": "2. ", "a) ": "b) "}.get(mark, mark)
    text = f"Give:\n\n{mark}inventol {first}\n{following}exemplamine {second}\n"
    if second.startswith("or"):
        text = f"Give:\n\n{mark}inventol {first}\n{following}{second} of exemplamine\n"
    units = split(text, "markdown")
    assert len(units) == 2
    assert text[units[1].start : units[1].end] == text[text.index("inventol") :].strip()


def test_items_of_different_lists_are_not_joined():
    text = "Give:\n\n- one, or\n\n## Next\n\n- two\n"
    assert [s for _, s, _ in shown(text)] == ["Give:", "one, or", "two"]
    nested = "Give:\n\n- one, or\n  - two\n- three\n  - four\n"
    assert [(s, c) for _, s, c in shown(nested)][1:] == [
        ("one, or", ["Give:"]),
        ("two", ["Give:", "one, or"]),
        ("three", ["Give:"]),
        ("four", ["Give:", "three"]),
    ]


def test_what_stands_under_joined_items_has_all_of_them_as_context():
    text = "Give:\n\n- one, or\n- two\n  - not both\n"
    assert shown(text)[1:] == [
        ("list item", "one, or\n- two", ["Give:"]),
        ("list item", "not both", ["Give:", "one, or\n- two"]),
    ]


def test_joined_items_in_a_quote_stay_whole():
    text = "> Give:\n> - one, or\n> - two.\n\nThree is a sentence.\n"
    assert [(k, s) for k, s, _ in shown(text)] == [
        ("note", "Give:"),
        ("note", "one, or\n> - two."),
        ("sentence", "Three is a sentence."),
    ]


def test_asking_syntok_only_where_in_doubt_finds_the_same_sentences(monkeypatch):
    starter = Path(curbside.__file__).parent / "starter"
    texts = [p.read_text(encoding="utf-8") for p in sorted(starter.glob("*.md"))]
    now = [_sentences.sentences(text) for text in texts]
    monkeypatch.setattr(_sentences, "_clear_ends", lambda text: [])
    assert now == [_sentences.sentences(text) for text in texts]
