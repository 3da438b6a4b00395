"""The starter library as shipped: complete front matter, the note, plain units, sentences that stand alone.

Also the check against the facts (`evals/starter_facts.py`), on an invented fact.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from evals import starter_facts

import curbside
from curbside.types import Kind, Seen, State

FOLDER = Path(curbside.__file__).parent / "starter"
FILES = sorted(FOLDER.glob("*.md"))
REQUIRED = (
    "id kind title publisher date jurisdiction status identifiers text_is seen derived_from licence topics".split()
)
OPTIONAL = {"superseded_by", "status_since"}
HEADINGS = set(
    "Indication|Dose|Maintenance|Administration|Formulation|Contraindications|Interactions|"
    "Renal and hepatic impairment|Pregnancy and breastfeeding|Children|Adverse effects|Monitoring|Diagnosis|Pitfalls|"
    "Causes and risk factors|Course|Adjuncts|Referral|Evidence|Recommendations|Scope".split("|")
)
NOTE = (
    "> This is a summary, written for Curbside as a demonstration, of what the source named above says; "
    "it is not the source's wording."
)
SECONDARY_NOTE = " It was read only through a secondary summary; confirm in the original."
PRONOUN = re.compile(r"^(?:- )?(?:it|its|they|them|their|he|she|this|these|those|that|such|both|there it|here)\b", re.I)
UNSAFE = re.compile(
    r"\bmcg\b|[µμ]g|\bug\b|\bIU\b|\bU\b|\bQO?D\b|\bcc\b|\bMSO4\b|(?<!\d)\.\d|\d\.0\b(?!\d)|\blife-long\b|\be\.g\.|\bi\.e\."
)
IDENTIFIER = re.compile(
    r"^(?:doi:10\.\d{4,}/\S+|pmid:\d+|pmcid:PMC\d+|nice:[A-Z]+\d+|nbk:NBK\d+|setid:[0-9a-f-]{36}|https://\S+)$"
)


def _parts(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = re.split(r"^---\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    return yaml.safe_load(front), body.strip()


def test_the_library_has_a_file_for_every_source() -> None:
    assert len(FILES) == 77


def test_ids_and_titles_are_unique() -> None:
    metas = [_parts(path)[0] for path in FILES]
    assert len({m["id"] for m in metas}) == len(metas)
    assert len({(m["title"], m["publisher"]) for m in metas}) == len(metas)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_front_matter_is_complete_with_allowed_values(path: Path) -> None:
    meta, _ = _parts(path)
    assert [k for k in REQUIRED if k not in meta] == []
    assert set(meta) - set(REQUIRED) - OPTIONAL == set()
    assert meta["id"] == f"starter:{path.stem}"
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", path.stem)
    assert meta["kind"] in set(Kind)
    assert meta["status"] in set(State)
    assert meta["seen"] in {Seen.ORIGINAL, Seen.SECONDARY}
    assert meta["text_is"] == "summary"
    assert meta["licence"] == "Apache-2.0"
    assert isinstance(meta["date"], str)
    assert re.fullmatch(r"unknown|\d{4}(?:-\d\d(?:-\d\d)?)?", meta["date"])
    assert re.fullmatch(r"[a-z]{2}|international|unknown", meta["jurisdiction"])
    assert meta["topics"]
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", t) for t in meta["topics"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_identifiers_name_their_scheme_and_the_root_is_one_of_them(path: Path) -> None:
    meta, _ = _parts(path)
    assert all(IDENTIFIER.match(i) for i in meta["identifiers"])
    assert set(meta["derived_from"]) <= set(meta["identifiers"])
    assert bool(meta["derived_from"]) == bool(meta["identifiers"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_successor_is_named_only_where_superseded(path: Path) -> None:
    meta, _ = _parts(path)
    assert ("superseded_by" in meta) == (meta["status"] == "superseded")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_text_says_that_it_is_a_summary_and_where_it_was_read(path: Path) -> None:
    meta, body = _parts(path)
    wanted = NOTE + (SECONDARY_NOTE if meta["seen"] == "secondary summary" else "")
    assert body.splitlines()[0] == wanted


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_body_is_a_title_then_known_headings_with_sentences(path: Path) -> None:
    _, body = _parts(path)
    blocks = re.split(r"\n\s*\n", body)[1:]
    assert blocks[0].startswith("# ")
    assert blocks[1].startswith("## ")
    headings = [b.removeprefix("## ") for b in blocks[1:] if b.startswith("#")]
    assert set(headings) <= HEADINGS
    assert len(headings) == len(set(headings))
    assert not blocks[-1].startswith("#")
    for before, block in pairwise(blocks[1:]):
        assert not (before.startswith("#") and block.startswith("#"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_sentence_stands_alone_and_its_notation_is_safe(path: Path) -> None:
    _, body = _parts(path)
    for block in re.split(r"\n\s*\n", body)[1:]:
        assert not UNSAFE.search(block), block
        if not block.startswith("#"):
            assert not PRONOUN.match(block), block
            assert block.startswith("- ") or block[-1] in ".:", block


INVENTED: dict[str, Any] = {
    "topic": "invented-topic",
    "fact": "In adults, exemplamine 5 mg is given intramuscularly twice daily until the rash clears, then 2 mg weekly.",
    "source_title": "Invented title",
    "publisher": "Invented publisher",
    "kind": "label",
    "jurisdiction": "uk",
    "year": "n.d.",
    "status": "unknown",
    "by": None,
    "since": None,
    "identifier": "https://invented.example/label",
    "seen": "original text",
    "grade": None,
    "population": "adults",
}
FAITHFUL = "Adults are given exemplamine 5 mg intramuscularly twice daily until the rash clears, then 2 mg weekly."


def _run(folder: Path, sentence: str, kind: str = "label") -> int:
    """Write an invented fact and an invented starter file with that sentence, then check them."""
    facts = folder / "facts.jsonl"
    facts.write_text(json.dumps(INVENTED) + "\n", encoding="utf-8")
    front = (
        f"id: starter:invented\nkind: {kind}\ntitle: Invented title\npublisher: Invented publisher\ndate: unknown\n"
        "jurisdiction: uk\nstatus: unknown\nidentifiers: ['https://invented.example/label']\ntext_is: summary\n"
        "seen: original text\ntopics: [invented-topic]\n"
    )
    text = f"---\n{front}---\n\n> Invented.\n\n# Invented\n\n## Dose\n\n{sentence}\n"
    (folder / "invented.md").write_text(text, encoding="utf-8")
    return starter_facts.main(["--facts", str(facts), "--starter", str(folder)])


def test_the_check_accepts_a_faithful_restatement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(tmp_path, FAITHFUL) == 0
    assert "0 exceptions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5 mg", "50 mg"),
        ("5 mg", "5 micrograms"),
        ("intramuscularly", "intravenously"),
        ("twice daily", "daily"),
        ("weekly", "monthly"),
        ("5 mg intramuscularly twice daily", "2 mg intramuscularly twice daily"),
        ("until the rash clears", "for 3 weeks"),
        ("are given", "should not be given"),
        (FAITHFUL, INVENTED["fact"]),
        ("weekly.", "weekly (graded by the source: Grade A)."),
    ],
)
def test_the_check_refuses_a_changed_or_copied_sentence(tmp_path: Path, old: str, new: str) -> None:
    assert old in FAITHFUL
    assert _run(tmp_path, FAITHFUL.replace(old, new)) == 1


def test_the_check_refuses_another_kind(tmp_path: Path) -> None:
    assert _run(tmp_path, FAITHFUL, kind="guideline") == 1


def test_the_documentation_names_every_field_value_and_heading() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "starter-format.md").read_text(encoding="utf-8")
    values = {v.value for enum in (Kind, State, Seen) for v in enum}
    assert [f for f in {*REQUIRED, *OPTIONAL, *values} if f"`{f}`" not in page] == []
    assert [h for h in HEADINGS if h not in " ".join(page.split())] == []
