"""Measures answers and writes the figures into docs/answers.md.

    python evals/answers_report.py FOLDER [--measure NAME ...] [--pubmedqa FILE] [--medquad DIR] [--write]

FOLDER holds the figures, one JSON file a measurement. `--measure` makes some of them anew by the commands that the page
shows, `--measure all` all of them but those of the held-out halves, which have to be named ("pubmedqa-held", ...). Then
the page's blocks are printed, or written with `--write`; a block whose figures are not in FOLDER stays as it is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked
from evals.answer_sentences_rules import AIMED

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "answers.md"
PUBMEDQA: Final = "python evals/answers_pubmedqa.py PUBMEDQA --write FIGURES"
MEDQUAD: Final = "python evals/answers_medquad.py MEDQUAD --write FIGURES"
COMMANDS: Final[Mapping[str, str]] = {
    "pubmedqa-dev": PUBMEDQA,
    "pubmedqa-held": f"{PUBMEDQA} --part held",
    "pubmedqa-dev-no-titles": f"{PUBMEDQA} --no-titles --no-baselines",
    "pubmedqa-held-no-titles": f"{PUBMEDQA} --no-titles --no-baselines --part held",
    "medquad-dev": MEDQUAD,
    "medquad-held": f"{MEDQUAD} --part held",
    "medquad-dev-names": f"{MEDQUAD} --names --no-baselines",
    "medquad-held-names": f"{MEDQUAD} --names --no-baselines --part held",
    "sentences": "python evals/answer_sentences.py --pubmedqa PUBMEDQA --medquad MEDQUAD --write FIGURES",
}
PARTS: Final = {"dev": "built with", "held": "held out"}
Figures = Mapping[str, Any]


def measure(name: str, folder: Path, pubmedqa: Path | None, medquad: Path | None) -> None:
    """Run the command of one measurement."""
    given = {"PUBMEDQA": pubmedqa and pubmedqa.resolve(), "MEDQUAD": medquad and medquad.resolve()}
    put = {"python": sys.executable, **given, "FIGURES": folder / f"{name}.json"}
    words = COMMANDS[name].split()
    if any(word in put and put[word] is None for word in words):
        raise SystemExit(f"{name} needs --pubmedqa or --medquad.")
    subprocess.run([str(put.get(word, word)) for word in words], cwd=ROOT, check=True)


def read(folder: Path) -> dict[str, Figures]:
    """The figures that are there, by name."""
    files = ((name, folder / f"{name}.json") for name in COMMANDS)
    return {name: json.loads(file.read_text(encoding="utf-8")) for name, file in files if file.is_file()}


def blocks(found: Mapping[str, Figures]) -> Iterator[tuple[str, str]]:
    """The blocks of the page for which there are figures."""
    pubmedqa = [name for name in found if name.startswith("pubmedqa")]
    if pubmedqa:
        yield "pubmedqa", told(found, pubmedqa, _pubmedqa(found[name] for name in pubmedqa))
        yield "confusion", "\n\n".join(_confusion(found[n]) for n in pubmedqa if found[n]["titles"])
    medquad = [name for name in found if name.startswith("medquad")]
    if medquad:
        yield "medquad", told(found, medquad, _medquad(found[name] for name in medquad))
        yield "types", _types([found[name] for name in medquad if not found[name]["names"]])
    both = [name for name in (*pubmedqa, *medquad) if found[name]["compared"]]
    if both:
        yield "compared", "\n\n".join(_compared(name, found[name]) for name in both)
    if "sentences" in found:
        yield "sentences", told(found, ["sentences"], _sentences(found["sentences"]))


def told(found: Mapping[str, Figures], names: Iterable[str], body: str) -> str:
    """A block under the days, versions, commits and commands that made it."""
    return "\n".join(f"*{found[name]['made']}:* `{COMMANDS[name]}`\n" for name in names) + "\n" + body


def share(one: Figures) -> str:
    """17 of 20, 85 % (70 to 95)."""
    low, high = one["interval"]
    return f"{one['right']} of {one['of']}, **{one['share']:.1%}** ({low:.1%} to {high:.1%})"


def _pubmedqa(every: Iterable[Figures]) -> str:
    rows = []
    for one in every:
        total = one["summary"]
        rows.append(
            (
                PARTS[one["part"]],
                "the question" if one["titles"] else "none",
                *(share(one[name]) for name in ("source_first", "conclusion_in_bottom_line", "decision")),
                f"{one['always_yes']['share']:.1%}",
                str(total["refused"]),
                f"{total['words']['mean']:.0f}",
                f"{total['milliseconds']['p50']:.0f} / {total['milliseconds']['p95']:.0f} ms",
            )
        )
    header = (
        "half", "titles", "source first (aim 95 %)", "conclusion in the bottom line (aim 75 %)",
        "yes, no, maybe (aim 65 %)", "always yes", "refused", "words", "time p50 / p95",
    )  # fmt: skip
    return marked.table(header, rows)


def _confusion(one: Figures) -> str:
    names = list(one["confusion"])
    rows = ((f"judged {name}", *(str(one["confusion"][name][said]) for said in names)) for name in names)
    return marked.table((PARTS[one["part"]], *(f"said {name}" for name in names)), rows)


def _medquad(every: Iterable[Figures]) -> str:
    rows = []
    for one in every:
        total = one["summary"]
        rows.append(
            (
                PARTS[one["part"]],
                "loaded" if one["names"] else "not loaded",
                *(share(one[name]) for name in ("right_document", "right_document_named", "right_focus", "refused")),
                str(total["refused"]),
                f"{total['words']['mean']:.0f}",
                f"{total['milliseconds']['p50']:.0f} / {total['milliseconds']['p95']:.0f} ms",
            )
        )
    header = (
        "half", "names", "right document (aim 85 %)", "of these, the name stands in it", "right focus",
        "refused where the focus was taken out (aim 80 %)", "refused though it is there", "words", "time p50 / p95",
    )  # fmt: skip
    return marked.table(header, rows)


def _types(every: Sequence[Figures]) -> str:
    names = list(dict.fromkeys(name for one in every for name in one["by_type"]))
    rows = ((name, *("{} of {}".format(*one["by_type"].get(name, (0, 0))) for one in every)) for name in names)
    return marked.table(("type", *(PARTS[one["part"]] for one in every)), rows)


def _compared(name: str, one: Figures) -> str:
    rows = []
    for way, row in one["compared"].items():
        f = row["ROUGE-2 f"]
        low, high = f["interval"]
        gain = ""
        if "gain" in f:
            gain = f"**{f['gain']:+.0%}** ({f['gain_interval'][0]:+.0%} to {f['gain_interval'][1]:+.0%})"
        others = ("ROUGE-2 recall", "ROUGE-SU4 f", "ROUGE-SU4 recall")
        rows.append(
            (
                way,
                f"{row['words']['mean']:.0f}",
                f"{f['mean']:.4f} ({low:.4f} to {high:.4f})",
                *(f"{row[n]['mean']:.4f}" for n in others),
                gain,
            )
        )
    header = (
        f"{'PubMedQA' if name.startswith('pubmedqa') else 'MedQuAD'}, {PARTS[one['part']]}",
        "words", "ROUGE-2 F", "ROUGE-2 recall", "ROUGE-SU4 F", "ROUGE-SU4 recall",
        "Curbside's gain of ROUGE-2 F (aim +25 %)",
    )  # fmt: skip
    return marked.table(header, rows)


def _sentences(one: Figures) -> str:
    rows = (
        (name, str(count), f"{count / one['statements']:.2%}", "none" if name in AIMED else "")
        for name, count in one["counts"].items()
    )
    head = (
        f"{one['answers']} answers to {one['asked']} questions, {one['statements']} statements; "
        f"{one['answers_with_any_aimed']} answers have one that is {', '.join(AIMED[:-1])} or {AIMED[-1]}."
    )
    return f"{head}\n\n{marked.table(('what', 'statements', 'share', 'aim'), rows)}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--measure", nargs="+", default=[], choices=("all", *COMMANDS), metavar="NAME")
    parser.add_argument("--pubmedqa", type=Path, metavar="FILE")
    parser.add_argument("--medquad", type=Path, metavar="DIR")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = [n for n in COMMANDS if "held" not in n] if "all" in given.measure else given.measure
    for name in dict.fromkeys([*wanted, *(n for n in given.measure if n != "all")]):
        measure(name, given.folder.resolve(), given.pubmedqa, given.medquad)
    made = dict(blocks(read(given.folder)))
    if given.write:
        marked.write(PAGE, made)
    else:
        print("\n\n".join(f"[{name}]\n{body}" for name, body in made.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
