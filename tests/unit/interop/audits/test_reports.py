"""Reports of audits as pages and Markdown. What the texts and sources say is invented."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import UsageError
from curbside.interop.audits import html, markdown
from curbside.interop.audits.blocks import blocks, claims_of
from curbside.interop.audits.inline import plain
from curbside.interop.audits.report import EntryLine, Fault, Missing, Quote, Report, Row
from curbside.interop.pages import pdf
from curbside.testing.homes import invented_document
from curbside.types import Identifier, Outcome, Relation, TextRange

TEXT = """# Invented <answer>

**Zorbex** 5 mg is given daily [1](https://example.org/a).

- Zorbex is *never* given
  to adults.

| Zorbex | 5 mg |

References

1. Invented.
"""
SOURCE = invented_document(
    "test:a", "# Invented\n\nZorbex.\n", identifiers=(Identifier("url", "https://example.org/a?b=1&c=2"),)
)
HOSTILE = invented_document(
    "test:b", "# Invented\n\nZorbex.\n", identifiers=(Identifier("url", "javascript:alert(1)"),)
)


def row(number: int, words: str, verdict: Outcome, **fields: object) -> Row:
    start = TEXT.index(words[:10])
    values: dict[str, object] = {
        "score": 0.8,
        "faults": (),
        "why": "",
        "quotes": (),
        "loud": False,
    }
    values.update(fields)
    return Row(number, start, start + len(words), words, verdict, **values)  # type: ignore[arg-type]


DOSE = "**Zorbex** 5 mg is given daily [1](https://example.org/a)."
NEVER = "Zorbex is *never* given\n  to adults."


@pytest.fixture
def report() -> Report:
    against = Quote(1, Relation.CONTRADICTS, "Zorbex 5 <b>micrograms</b> is given daily.", "Adults:")
    wrong = Fault("number_or_unit", 'the text has 5 mg; the source has "5 micrograms"', ("5 mg",))
    mild = Fault("secondary_only", "only a secondary source says it", ())
    return Report(
        kicker="Audit of a text",
        title="<script>alert(1)</script>.md",
        text=TEXT,
        markup="markdown",
        hidden=(TextRange(TEXT.index("References"), len(TEXT)),),
        rows=(
            row(1, DOSE, Outcome.CONTRADICTED, faults=(wrong,), quotes=(against,), loud=True),
            row(2, NEVER, Outcome.SUPPORTED, faults=(mild,), loud=True),
        ),
        entries=(EntryLine(1, "Invented.", ("superseded by <i>x</i>",), True),),
        without_entry=(7,),
        missing=(Missing("maximum", "Not over 6 mg.", 1),),
        sources=(SOURCE, HOSTILE),
        line="2 claims: 1 supported.",
        about="Audited by a test.",
    )


class Tags(HTMLParser):
    """The tags of a page, whether they close in order, and its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    tags.close()
    assert tags.open == []
    return tags


def test_a_page_is_whole_in_itself_and_needs_no_script(report) -> None:
    tags = read(html.page(report))

    assert "script" not in tags.seen
    assert "link" not in tags.seen
    assert "img" not in tags.seen
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name in ("style", "src")]


def test_the_policy_of_a_page_names_the_hash_of_its_own_style_sheet(report) -> None:
    page = html.page(report)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()

    assert f"style-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert "</" not in style[1]


def test_what_comes_from_texts_and_sources_is_escaped(report) -> None:
    page = html.page(report)

    assert "<script>" not in page
    assert "<b>micrograms" not in page
    assert "&lt;b&gt;micrograms" in page
    assert "javascript:" not in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page


def test_every_claim_has_its_place_its_note_and_links_between_them(report) -> None:
    tags = read(html.page(report))
    ids = {value for name, value in tags.attributes if name == "id"}
    targets = {value.removeprefix("#") for name, value in tags.attributes if name == "href" and value.startswith("#")}

    assert {"t1", "c1", "t2", "c2", "s1"} <= ids
    assert targets <= ids


def test_faults_come_in_the_order_of_danger_and_the_text_without_its_list(report) -> None:
    page = html.page(report)
    wrong, _, place = page.partition("The text, with the evidence beside it")

    assert wrong.index("Number or unit") < wrong.index("Secondary source only")
    assert "1. Invented." not in place
    assert "marks with no entry: 7" in place


def test_words_at_fault_are_shown(report) -> None:
    assert '<span class="faulty">5 mg</span>' in html.page(report)


def test_markdown_has_the_text_in_place_and_escapes_what_it_would_read(report) -> None:
    told = markdown.document(report)

    assert "### Invented \\<answer\\>" in told
    assert "Zorbex 5 mg is given daily \\[1\\]. **(1 ✗)**" in told
    assert "- Zorbex is never given to adults. **(2 ✓)**" in told
    assert "<script>" not in told
    assert "**Number or unit:**" in told


def test_a_claim_over_two_lines_is_one_block(report) -> None:
    found = [(b, p) for b, p in blocks(report) if any(r.number == 2 for r in claims_of(p))]

    assert len(found) == 1
    assert "".join(p.text for p in found[0][1] if p.row).split() == NEVER.split()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("**a** _b_ `c`", "a b c"),
        ("[words](https://example.org)", "words"),
        ("[1](https://example.org)", "[1]"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_marks_of_emphasis_are_not_shown(raw: str, told: str) -> None:
    assert plain(raw, "markdown") == told
    assert plain(raw, "plain") == raw


def test_a_missing_extra_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)

    with pytest.raises(UsageError, match=r'pip install "curbside\[pdf\]"'):
        pdf.document("<p>x</p>")


LINES = st.lists(
    st.sampled_from("# A <b>\n- item *x*\n> q\n| a | b |\n|---|---|\n\nprose & more\n1. one\n---\né中".split("\n")),
    max_size=12,
)


@given(LINES, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30)), max_size=6), st.text(max_size=40))
def test_any_text_makes_a_page_whose_tags_close_and_that_shows_every_claim(lines, places, tail: str) -> None:
    text = "\n".join([*lines, tail])
    rows: list[Row] = []
    for start, length in sorted(places):
        end = min(start + length, len(text))
        if (not rows or start >= rows[-1].end) and text[start:end].strip():
            n = len(rows) + 1
            rows.append(Row(n, start, end, text[start:end], Outcome.NOT_ENOUGH, 0.5, (), "why", (), False))
    made = Report("k", "t", text, "markdown", (), tuple(rows), (), (), (), (), "line", "about")

    tags = read(html.page(made))
    notes = [v for n, v in tags.attributes if n == "id" and re.fullmatch(r"c\d+", v or "")]
    assert sorted(notes) == sorted(f"c{r.number}" for r in rows)
    assert all(f"**{r.number} ? Not enough" in markdown.document(made) for r in rows)
