"""The closed list of faults and its order."""

from __future__ import annotations

from pathlib import Path

import pytest

from curbside.auditing.faults import DANGER, Fault, FaultKind, by_danger

DOCS = Path(__file__).parents[3] / "docs"


def test_faults_come_once_a_kind_most_dangerous_first_and_contradicting_before_others() -> None:
    weak = Fault(FaultKind.NUMBER_OR_UNIT, (), "weak")
    strong = Fault(FaultKind.NUMBER_OR_UNIT, (), "strong", against=True)
    mark = Fault(FaultKind.MARK_WITHOUT_ENTRY, (), "mark")
    assert by_danger([mark, weak, strong]) == (strong, mark)


def test_a_reason_begins_with_the_kind() -> None:
    assert Fault(FaultKind.DRUG_SWAPPED, ("a",), "the source has b").reason == "drug_swapped: the source has b"


@pytest.mark.parametrize("page", ["audit.md", "cli.md"])
def test_the_documentation_lists_every_kind(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert [kind for kind in DANGER if f"`{kind}`" not in text] == []


def test_the_page_on_audits_has_them_in_the_order_of_danger() -> None:
    page = (DOCS / "audit.md").read_text(encoding="utf-8").partition("\n## Faults\n")[2].partition("\n## ")[0]
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == [str(kind) for kind in DANGER]
