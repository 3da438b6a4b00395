"""Try ways of ranking on collections that others judged, and write what helps into docs/ranking.md.

    python evals/ranking.py --scifact FOLDER [--medlars FOLDER] [--medquad FOLDER] [--pubmedqa FILE] --cache FOLDER
        [--sentences] [--write]

Everything is chosen on SciFact's half A alone (`curbside` reads its training claims; halves by hash, see
`ranking_collections.halves`) and reported on half B and on the other collections, for which nothing was chosen.
`--cache` keeps the vectors, so that a second run makes none. The model is the one that `curbside` would use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evals import marked
from evals.figures import stamped
from evals.ranking_collections import Collection, beir, halves, medlars, medquad, pubmedqa
from evals.ranking_systems import Prepared, Result, chosen, fixed, fusions, gains, prepared
from evals.ranking_vectors import Vectors

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "ranking.md"


def collections(given: argparse.Namespace) -> list[Collection]:
    """Half A, by which is chosen, first; then what is reported."""
    scifact = beir(given.scifact, "train", "SciFact")
    found = [*halves(scifact)]
    if given.medlars:
        found.append(medlars(given.medlars))
    if given.medquad:
        found.append(medquad(given.medquad))
    if given.pubmedqa:
        found.append(pubmedqa(given.pubmedqa, scifact))
    return found


def described(every: Sequence[Prepared]) -> str:
    """What the collections are."""
    rows = (
        (
            p.collection.name,
            str(len(p.collection.queries)),
            str(len(p.collection.documents)),
            str(len(p.owners)),
            f"{sum(len(p.collection.judgements[q]) for q, _ in p.collection.queries) / len(p.collection.queries):.1f}",
        )
        for p in every
    )
    return marked.table(("collection", "queries", "documents", "passages", "judged a query"), rows)


def measured(results: Sequence[Result], every: Sequence[Prepared]) -> str:
    """nDCG@10 (recall@100) of each way of ranking on each collection."""
    rows = (
        (result.name, *(f"{row.ndcg:.3f} ({row.recall:.3f})" for row in (result.on[p.collection.name] for p in every)))
        for result in results
    )
    return marked.table(("nDCG@10 (recall@100)", *(p.collection.name for p in every)), rows)


def compared(every: Sequence[Prepared]) -> str:
    """What the two fusions gain over the baseline and over their parts, with 95% intervals."""
    rows = [
        (p.collection.name, name, *(f"{gain:+.3f} ({low:+.3f} to {high:+.3f})" for gain, low, high in gains(p, fused)))
        for p in every
        for name, fused in fusions(p).items()
    ]
    return marked.table(("nDCG@10 gained", "fused", "over plain BM25", "over our words", "over vectors"), rows)


def main() -> None:
    """Run from the command line."""
    given = _arguments()
    vectors = _vectors(given.cache)
    every = [prepared(one, vectors, given.sentences) for one in collections(given)]
    made = {
        "ranking_collections": described(every),
        "ranking_fixed": stamped("python evals/ranking.py", measured(fixed(every), every)),
        "ranking_chosen": stamped("python evals/ranking.py", measured(chosen(every), every)),
        "ranking_gain": stamped("python evals/ranking.py", compared(every)),
    }
    for name, body in made.items():
        print(f"{name}\n{body}\n")
    if given.write:
        marked.write(PAGE, made)


def _vectors(cache: Path) -> Vectors:
    from curbside import settings
    from curbside.retrieval.embedding import Missing
    from curbside.retrieval.embedding.chosen import embedder

    found = embedder(settings.load())
    if isinstance(found, Missing):
        sys.exit(found.reason)
    return Vectors(cache, found, lambda told: print(told, file=sys.stderr, flush=True))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try ways of ranking on judged collections.")
    parser.add_argument("--scifact", type=Path, required=True, help="SciFact in BEIR's layout, split train")
    parser.add_argument("--medlars", type=Path, help="the folder of MED.ALL, MED.QRY and MED.REL")
    parser.add_argument("--medquad", type=Path, help="the folder of MedQuAD's JSON lines")
    parser.add_argument("--pubmedqa", type=Path, help="PubMedQA's questions with their contexts, one JSON object")
    parser.add_argument("--cache", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--sentences", action="store_true", help="embed every sentence too (slow)")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/ranking.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
