"""The pages that show what the program does show what it does now; durations are not compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from evals import how_made, marked


def test_the_page_on_how_an_answer_is_made_and_the_readme_are_up_to_date() -> None:
    assert how_made.check() == [], "run python evals/how_made.py --write --readme"


@pytest.mark.parametrize("page", [how_made.PAGE, how_made.README], ids=lambda p: p.name)
def test_every_block_of_a_page_is_filled(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert marked.names(page)
    assert [m["name"] for m in marked.BLOCK.finditer(text) if len(m[0].splitlines()) < 3] == []
    assert text.count("<!-- made: ") == text.count("<!-- /made -->") == len(marked.names(page))


def test_only_durations_may_differ(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- made: x -->\nb, 12.5 ms\n<!-- /made -->\n", encoding="utf-8")

    assert list(marked.stale(page, {"x": "b, 3 ms"})) == []
    assert list(marked.stale(page, {"x": "c, 12.5 ms"})) == ["x"]
    assert list(marked.stale(page, {"y": "b"})) == ["y"]


def test_a_block_without_a_place_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing\n", encoding="utf-8")

    with pytest.raises(marked.PageError, match=r"page\.md has no place for x"):
        marked.write(page, {"x": "b"})


def test_a_long_output_says_how_many_lines_were_left_out() -> None:
    lines = [f"line {n}" for n in range(100)]

    shown = how_made.cut(lines, 5, 5).splitlines()

    assert shown[:2] == ["line 0", "line 1"]
    assert shown[-1] == "line 99"
    assert "... (90 lines left out here)" in shown
