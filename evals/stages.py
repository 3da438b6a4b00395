"""What was understood, found, appraised and chosen, as blocks of docs/how-an-answer-is-made.md."""

from __future__ import annotations

from collections import Counter

from evals.marked import fenced, short, table, wrapped
from evals.trace import Bench, Trace

from curbside.engine import PASSAGES
from curbside.selecting import fit_to_lead
from curbside.selecting.answering import answers_intent
from curbside.selecting.candidates import Candidate
from curbside.types import Evidence, Flag


def blocks(seen: Trace, on: Bench) -> dict[str, str]:
    """What was understood, found, appraised and chosen, by name of the block."""
    return {
        "understood": understood(seen),
        "terms": terms(seen),
        "found": found(seen, on),
        "appraised": appraised(seen),
        "barred": barred(seen),
        "candidates": candidates(seen),
        "read": read(seen),
        "led": led(seen),
        "chosen": chosen(seen),
    }


def understood(seen: Trace) -> str:
    known = seen.question.understood
    fields = {
        "drugs": known.drugs,
        "relatives": known.relatives,
        "conditions": known.conditions,
        "route": known.route,
        "intent": known.intent,
        "population": known.population,
        "jurisdiction": known.jurisdiction,
        "values": tuple(f"{v.quantity} {v.value} {v.unit}" for v in known.values),
        "words": known.words,
        "unknown_drugs": known.unknown_drugs,
        "corrections": tuple(f"{a} -> {b}" for a, b in known.corrections),
    }
    told = {k: ", ".join(v) if isinstance(v, tuple) else str(v or "") for k, v in fields.items()}
    return fenced("\n".join(f"{k:<14}{v or '(none)'}" for k, v in told.items()))


def terms(seen: Trace) -> str:
    by_weight: dict[float, list[str]] = {}
    for term, weight in seen.query.terms:
        by_weight.setdefault(weight, []).append(term)
    lines = (wrapped(f"{w:.1f}  {' '.join(by_weight[w])}") for w in sorted(by_weight, reverse=True))
    return fenced("\n".join(lines))


def found(seen: Trace, on: Bench) -> str:
    head = (
        f"{seen.found.passages} passages of {seen.found.sources} sources were found, of "
        f"{on.index.passages_count()} passages of {len({k[0] for k in set(on.index.keys())})} sources (at most "
        f"{PASSAGES} go on). The best five:"
    )
    best = sorted(seen.evidence, key=lambda e: -e.hit.scores["bm25"])[:5]
    cells = [
        (f"{e.hit.scores['bm25']:.2f}", f"`{e.source.id}`", " > ".join(e.hit.passage.headings[1:]), _begins(e))
        for e in best
    ]
    return f"{head}\n\n{table(('BM25', 'source', 'heading', 'begins'), cells)}"


def _begins(found: Evidence) -> str:
    passage = found.hit.passage
    return short(found.source.text[passage.start : passage.end], 70)


def appraised(seen: Trace) -> str:
    flags = Counter(str(f) for e in seen.evidence for f in e.flags)
    lines = [
        f"{len(seen.evidence)} passages appraised",
        f"{sum(e.usable for e in seen.evidence):>5} may support a statement",
        f"{sum(e.lead for e in seen.evidence):>5} may stand in a bottom line, as far as their source is concerned",
        *(f"{n:>5} flagged {flag}" for flag, n in flags.most_common()),
    ]
    return fenced("\n".join(lines))


def barred(seen: Trace) -> str:
    """One source of each kind of standing, with the key that orders it."""
    kept: dict[tuple[bool, tuple[Flag, ...]], Evidence] = {}
    used = {c.source for s in seen.answer.statements for c in s.citations}
    for e in seen.evidence:
        if e.source.id in used:
            kept.setdefault((e.lead, e.flags), e)
    lines = [
        (
            f"`{e.source.id}`",
            f"{e.source.kind}, {e.source.jurisdiction.upper()}",
            str(e.order),
            ", ".join(f for f in e.flags if f is not Flag.SUMMARY) or "-",
            "yes" if e.lead else "no",
            "; ".join(e.reasons) or "-",
        )
        for e in kept.values()
    ]
    return table(("source", "kind", "order", "flags", "may lead", "why"), lines)


def candidates(seen: Trace) -> str:
    head = (
        f"{len(seen.candidates)} units of these passages are candidates; {len(seen.on_the_question)} of them name the "
        "drug (or one of its group) and one of the conditions. The best six by relevance, and the first of another "
        "drug with a dose:"
    )
    other = next(c for c in seen.candidates if c.phases and Flag.OTHER_DRUG in c.flags)
    cells = [
        (
            f"{c.score:.2f}",
            *(f"{part:.2f}" for part in (c.match.drug, c.match.condition, c.match.route, c.match.lexical)),
            str(c.facet),
            short(c.text),
        )
        for c in (*seen.candidates[:6], other)
    ]
    return f"{head}\n\n{table(('score', 'drug', 'condition', 'route', 'words', 'facet', 'unit'), cells)}"


def read(seen: Trace) -> str:
    """The likeliest answers and the least likely one, as the cross-encoder reads them; logits as whole numbers."""
    if not seen.read:
        return f"None was read: sentences were chosen by {seen.answer.made.choice}."
    best = sorted(seen.read, key=lambda r: -r[1])
    cells = [(f"{logit:.0f}", short(text)) for text, logit in (*best[:4], best[-1])]
    head = f"{len(best)} were read; sentences were chosen by {seen.answer.made.choice}. The best four and the last:"
    return f"{head}\n\n{table(('logit', 'read'), cells)}"


def led(seen: Trace) -> str:
    """What leads, and for the likeliest others what kept them from it."""
    first = {c.key for c in seen.selection.bottom_line}
    best = [c for c in seen.candidates if c.key in first]
    rest = [c for c in seen.candidates if c.key not in first and (c.phases or c.score > 0.7)]
    cells = [(short(c.text), "**it leads**") for c in best]
    cells += [(short(c.text), why_not(seen, c)) for c in rest[:9]]
    return table(("unit", "in the bottom line?"), cells)


def why_not(seen: Trace, c: Candidate) -> str:
    """What keeps a candidate from the bottom line, in the words of the rules."""
    if fit_to_lead.may_lead(seen.question, c):
        return "it might; there was no room (at most three sentences and 60 words)"
    flags = [f"flag `{f}`" for f in c.flags if f in fit_to_lead.NOT_FIRST]
    why = [
        "" if c.covers else "it does not name both the drug and a condition",
        "" if c.evidence.lead else "; ".join(c.evidence.reasons),
        ", ".join(flags),
        "" if answers_intent(seen.question, c.facet) else f"it answers another question ({c.facet})",
        "it is about the group, not the drug itself" if 0.5 <= c.match.drug < 0.9 and not flags else "",
    ]
    return "no: " + ("; ".join(dict.fromkeys(w for w in why if w)) or "a threshold in it does not hold")


def chosen(seen: Trace) -> str:
    before = {c.key for c in (*seen.selection.bottom_line, *seen.selection.rest)}
    added = [c for c in seen.given if c.key not in before]
    count = Counter(str(c.facet) for c in seen.given)
    lines = [
        f"{len(before)} chosen: {len(seen.selection.bottom_line)} for the bottom line, "
        f"{len(seen.selection.rest)} below it",
        f"{len(added)} added, because they must stand beside the others:",
        *(wrapped(f"{c.facet}: {short(c.text, 180)}", "  ") for c in added),
        wrapped(f"By facet: {', '.join(f'{facet} {n}' for facet, n in count.items())}."),
    ]
    return fenced("\n".join(lines))
