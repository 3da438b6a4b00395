"""Dangerous edits and recombinations are never accepted, harmless variants are.

The sentences are invented ones and those of the starter library; the edits are made by rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import curbside
from curbside.language import lexicon
from curbside.types import Outcome
from curbside.verifying import CitedText, verify

HERE = Path(__file__).parent
INVENTED = [s for s in (HERE / "invented.txt").read_text(encoding="utf-8").splitlines() if s and s[0] != "#"]


def _starter() -> list[str]:
    folder = Path(curbside.__file__).parent / "starter"
    lines = (
        line.strip()
        for path in sorted(folder.glob("*.md"))
        for line in path.read_text("utf-8").split("---", 2)[-1].splitlines()
    )
    return [line for line in lines if line and line[0] not in "#>-|*"]


STARTER = _starter()
SENTENCES = [*INVENTED, *STARTER]

_WORDS = (
    ("daily", "weekly"),
    ("weekly", "daily"),
    ("monthly", "weekly"),
    ("two months", "two weeks"),
    ("every two weeks", "every two months"),
    ("alternate days", "alternate weeks"),
    ("every other day", "every day"),
    ("twice", "once"),
    ("twice", "three times"),
    ("three times", "twice"),
    ("mg", "micrograms"),
    ("micrograms", "mg"),
    ("mg", "g"),
    ("mg/kg", "mg"),
    ("mmol/L", "micromol/L"),
    ("days", "weeks"),
    ("weeks", "months"),
    ("months", "years"),
    ("minutes", "hours"),
    ("hours", "days"),
    ("not ", ""),
    ("no ", ""),
    ("without", "with"),
    ("with", "without"),
    ("unless", "if"),
    ("unless", "and"),
    ("except", "including"),
    ("above", "below"),
    ("below", "above"),
    ("over", "under"),
    ("under", "over"),
    ("or more", "or less"),
    ("or less", "or more"),
    ("or over", "or under"),
    ("at least", "at most"),
    ("before", "after"),
    ("after", "before"),
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("decreased", "increased"),
    ("reduced", "increased"),
    ("higher", "lower"),
    ("lower", "higher"),
    ("better", "worse"),
    ("worsen", "improve"),
    ("improve", "worsen"),
    ("greater", "smaller"),
    ("intramuscularly", "intravenously"),
    ("intramuscularly", "orally"),
    ("intramuscular", "intravenous"),
    ("intravenously", "intramuscularly"),
    ("intravenous", "intramuscular"),
    ("subcutaneously", "intravenously"),
    ("by mouth", "intravenously"),
    ("orally", "intramuscularly"),
    ("oral", "intravenous"),
    ("adults", "children"),
    ("children", "adults"),
    ("women", "men"),
    ("pregnant", "breastfeeding"),
    ("pregnancy", "lactation"),
    ("may be", "must be"),
    ("may", "should"),
    ("may", "always"),
    ("can", "must"),
    ("should", "must"),
    ("should", "may"),
    ("considered", "mandatory"),
    ("is given", "is always given"),
    ("is given", "is given lifelong"),
    ("is", "is not"),
    ("should", "should never"),
    ("are", "are not"),
    ("recommended", "mandatory"),
    ("anaemia", "leukaemia"),
    ("neuropathy", "nephropathy"),
    ("asthma", "angina"),
    ("hypokalaemia", "hyperkalaemia"),
    ("hypertension", "hypotension"),
    ("contraindicated", "indicated"),
    ("contraindicated", "recommended"),
    ("avoided", "used"),
    ("common", "rare"),
    ("stopped", "started"),
    ("systolic", "diastolic"),
    ("weight", "height"),
    ("until", "after"),
    ("within", "after"),
    ("if", "even if"),
    ("as maintenance", "as loading"),
    ("for 10 days", "for 10 days or longer"),
    ("lifelong", "short"),
    ("March", "May"),
    ("2019", "2020"),
    ("evening", "morning"),
    ("and", "or"),
)


def dangerous(sentence: str) -> Iterator[str]:
    """The sentence with one dangerous edit, in all the ways that apply to it."""
    for old, new in _WORDS:
        for m in re.finditer(rf"(?<![\w/]){re.escape(old)}(?![\w/])", sentence):
            yield sentence[: m.start()] + new + sentence[m.end() :]
    yield from _numbers_changed(sentence)
    yield from _drugs_changed(sentence)
    for m in re.finditer(r"[,;]?\s(?:unless|except|if|until|when|without|but)\b[^.;]*", sentence):
        yield sentence[: m.start()] + sentence[m.end() :]


def _numbers_changed(sentence: str) -> Iterator[str]:
    for m in re.finditer(r"(?<![\w.,:/-])\d+(?:[.,]\d+)*(?![\w:])", sentence):
        plain = m[0].replace(",", "")
        value = float(plain)
        for new in (value * 10, value / 10, value + 1, value * 1000):
            yield sentence[: m.start()] + f"{new:g}" + sentence[m.end() :] if new < 1e6 else sentence + " Not."
    for a, b in combinations(list(re.finditer(r"(?<![\w.,:/-])\d+(?:[.,]\d+)*(?![\w:])", sentence)), 2):
        if a[0] != b[0]:
            yield sentence[: a.start()] + b[0] + sentence[a.end() : b.start()] + a[0] + sentence[b.end() :]


def _drugs_changed(sentence: str) -> Iterator[str]:
    for mention in lexicon.drugs_in(sentence):
        kin = [
            d
            for d in ("labetalol", "atenolol", "methylcobalamin", "cyanocobalamin", "apixaban")
            if d != mention.concept
        ]
        for drug in kin[:3]:
            yield sentence[: mention.start] + drug + sentence[mention.end :]


def recombined(sentence: str) -> Iterator[str]:
    """Two fields or two runs of words of one sentence exchanged."""
    words = sentence.rstrip(".").split(" ")
    for size in (1, 2, 3):
        for i, j in combinations(range(len(words) - size + 1), 2):
            if j < i + size or (i + j) % 5:
                continue
            swapped = words[:i] + words[j : j + size] + words[i + size : j] + words[i : i + size] + words[j + size :]
            yield " ".join(swapped) + "."


def crossed(a: str, b: str) -> Iterator[str]:
    """The drug or a quantity of one sentence put into the other, and the front of one before the end of the other."""
    for one, other in ((a, b), (b, a)):
        first, second = lexicon.drugs_in(one), lexicon.drugs_in(other)
        if first and second and first[0].concept != second[0].concept:
            yield other[: second[0].start] + first[0].text + other[second[0].end :]
        amounts = [re.search(r"\d[\d.,]* (?:mg|micrograms|days|weeks)", s) for s in (one, other)]
        if amounts[0] and amounts[1] and amounts[0][0] != amounts[1][0]:
            yield other[: amounts[1].start()] + amounts[0][0] + other[amounts[1].end() :]
        head, tail = one.split(" "), other.split(" ")
        yield " ".join([*head[: len(head) // 2], *tail[len(tail) // 2 :]])


def _same_words(a: str, b: str) -> bool:
    """Whether two texts differ in articles, or in "or over" for "or more" and "and over", at most."""
    return _bare_words(a) == _bare_words(b)


def _bare_words(text: str) -> list[str]:
    text = re.sub(r"\b(?:or|and) (?:over|more)\b,?", "or more", text.lower())
    return [w for w in re.findall(r"[\w<>=≥.]+", text.rstrip(".")) if w not in ("a", "the")]


HARMLESS = (
    lambda s: s,
    lambda s: s.rstrip("."),
    lambda s: s.lower(),
    lambda s: s.upper(),
    lambda s: s.replace(" ", "  "),
    lambda s: s.replace(" ", "\u00a0"),
    lambda s: re.sub(r"(?<=\d) (?=[a-zA-Z])", "\u2009", s),
    lambda s: re.sub(r"(?<=\d) (?=[a-zA-Z])", "\u202f", s),
    lambda s: re.sub(r"(?<=\d) (?=(?:mg|mL|g/L|micrograms|kg)\b)", "", s),
    lambda s: s.replace("-", "\u2011"),
    lambda s: s.replace("-", "\u2013"),
    lambda s: re.sub(r"(?<=[a-z])-(?=[a-z])", " ", s),
    lambda s: s.replace("twice daily", "two times a day"),
    lambda s: s.replace("twice daily", "b.i.d."),
    lambda s: s.replace("three times a day", "t.i.d."),
    lambda s: s.replace("once daily", "once a day"),
    lambda s: s.replace("on alternate days", "every other day"),
    lambda s: s.replace("every other day", "on alternate days"),
    lambda s: s.replace("every two months", "every 2 months").replace("every two weeks", "every 2 weeks"),
    lambda s: s.replace("intramuscularly", "IM"),
    lambda s: s.replace("intramuscularly", "by intramuscular injection"),
    lambda s: s.replace("by intramuscular injection", "IM"),
    lambda s: s.replace("intravenously", "IV"),
    lambda s: s.replace("subcutaneously", "SC"),
    lambda s: s.replace("by mouth", "orally"),
    lambda s: s.replace("orally", "by mouth"),
    lambda s: s.replace("micrograms", "mcg"),
    lambda s: s.replace("micrograms", "µg"),
    lambda s: s.replace("micrograms", "\u03bcg"),
    lambda s: s.replace("mg ", "milligrams "),
    lambda s: re.sub(r"(?<![\d.,/])(?<!to )(\d+) micrograms\b(?!/)", lambda m: f"{int(m[1]) / 1000:g} mg", s),
    lambda s: re.sub(r"(?<![\d.,/])(\d+(?:\.\d+)?) mg\b(?!/)", lambda m: f"{float(m[1]) * 1000:.0f} micrograms", s),
    lambda s: re.sub(r"(?<![\d.,/-])(\d+) mg\b", r"\1.0 mg", s),
    lambda s: re.sub(r"\b1000\b", "1,000", s),
    lambda s: s.replace("1,000", "1000").replace("1,350", "1350"),
    lambda s: s.replace("aemi", "emi").replace("oestr", "estr").replace("tumour", "tumor").replace("haem", "hem"),
    lambda s: s.replace("adrenaline", "epinephrine").replace("Adrenaline", "Epinephrine"),
    lambda s: s.replace("mecobalamin", "methylcobalamin").replace("Mecobalamin", "Methylcobalamin"),
    lambda s: s.replace("vitamin B12", "B12").replace("Vitamin B12", "B12"),
    lambda s: s.replace("years or over", "years or more"),
    lambda s: re.sub(r"\bat least (\d+ (?:mg|micrograms))", r"≥ \1", s),
    lambda s: f"\u201c{s}\u201d",
    lambda s: s.replace("(", "[").replace(")", "]"),
    lambda s: f"Also: {s}",
    lambda s: f"In addition, {s}",
    lambda s: re.sub(r"\bbelow (?=\d)", "less than ", s),
    lambda s: re.sub(r"\bbelow (?=\d)", "< ", s),
)


def accepted(claim: str, sentence: str) -> bool:
    return verify(claim, [CitedText((sentence,))]).outcome is Outcome.SUPPORTED


def test_no_dangerous_edit_of_an_invented_sentence_is_accepted() -> None:
    edits = [(e, s) for s in INVENTED for e in dangerous(s) if not _same_words(e, s)]
    assert len(edits) > 600
    assert [(e, s) for e, s in edits if accepted(e, s)] == []


def test_no_dangerous_edit_of_the_starter_library_is_accepted() -> None:
    edits = [(e, s) for s in STARTER for e in dangerous(s) if not _same_words(e, s)]
    assert len(edits) > 2000
    assert [(e, s) for e, s in edits[::4] if accepted(e, s)] == []


def test_no_recombination_within_a_sentence_is_accepted() -> None:
    edits = [(e, s) for s in INVENTED for e in recombined(s) if not _same_words(e, s)]
    assert len(edits) > 1000
    assert [(e, s) for e, s in edits[::3] if accepted(e, s)] == []


def test_no_recombination_of_two_sentences_is_accepted() -> None:
    edits = [(e, a, b) for a, b in zip(SENTENCES[::2], SENTENCES[1::2], strict=False) for e in crossed(a, b)]
    assert len(edits) > 200
    for claim, a, b in edits:
        for cited in ([CitedText((a, b), adjacent=True)], [CitedText((a,)), CitedText((b,))], [CitedText((a,), (b,))]):
            assert verify(claim, cited).outcome is not Outcome.SUPPORTED, claim


def test_harmless_variants_are_accepted() -> None:
    variants = [(h(s), s) for s in SENTENCES for h in HARMLESS if h(s) != s or h is HARMLESS[0]]
    assert len(variants) > 2000
    tried = variants[::2]
    refused = [(v, s) for v, s in tried if not accepted(v, s)]
    assert len(refused) <= len(tried) // 200, refused


def test_every_word_and_digit_counts() -> None:
    for s in SENTENCES[::15]:
        words = s.split(" ")
        for i in range(len(words)):
            assert not accepted(" ".join([*words[:i], "zzz", *words[i + 1 :]]), s)
            assert not accepted(" ".join([*words[:i], "not", *words[i:]]), s)
        for m in re.finditer(r"\d", s):
            other = "3" if m[0] != "3" else "8"
            assert not accepted(s[: m.start()] + other + s[m.end() :], s)
