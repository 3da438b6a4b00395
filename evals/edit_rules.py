"""Edits of a sentence by rule: dangerous ones, which must never be accepted, and harmless ones, which should be.

A rule takes a sentence and yields edited sentences, one change each (a drug or condition is changed wherever it
stands). An edit that would change nothing that matters, because what it puts in already stands in the sentence, is
left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

Edit = Callable[[str], Iterator[str]]

MASS = r"(?:micrograms?|mg|g)"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
DOSED = re.compile(rf"(?<![\w.,:/-])({NUMBER})( ?)({MASS}|ml)(?![\w])(?!/(?!kg))")
THRESHOLD = re.compile(rf"(?<![\w.,:/-])({NUMBER})( ?)(mm Hg|mL/min|pg/mL|pmol/L|g/L|mg/dL|micromol/L|kg\b|%|years\b)")
WORDS = "one two three four five six seven eight nine ten eleven twelve".split()
COUNTED = r"(days?|weeks?|months?|years?|hours?|minutes?|doses|tablets?|times|people|randomised trials)"
TIME = "minutes hours days weeks months years".split()
LONGER = dict(zip(TIME, ("hours", "days", "weeks", "months", "weeks", "months"), strict=True))


def times(number: str, factor: str) -> str:
    """The decimal string times the factor, without thousands separators or trailing zeros."""
    value = Decimal(number.replace(",", "")) * Decimal(factor)
    return f"{value.normalize():f}"


def each(pattern: str | re.Pattern[str], change: str | Callable[[re.Match[str]], str]) -> Edit:
    """One edit for every place where the pattern stands."""
    wanted = re.compile(pattern) if isinstance(pattern, str) else pattern

    def edits(sentence: str) -> Iterator[str]:
        for match in wanted.finditer(sentence):
            new = match.expand(change) if isinstance(change, str) else change(match)
            if new != match[0]:
                yield sentence[: match.start()] + _cased(match[0], new) + sentence[match.end() :]

    return edits


def everywhere(old: str, new: str, unless: str = "") -> Edit:
    """One edit that changes `old` wherever it stands; none where `new` (or `unless`) stands in the sentence already."""
    taken = re.compile(unless or rf"\b{re.escape(new)}", re.I)
    wanted = re.compile(rf"\b{old}\b", re.I)

    def edits(sentence: str) -> Iterator[str]:
        if wanted.search(sentence) and not taken.search(sentence):
            yield wanted.sub(lambda m: _cased(m[0], new), sentence)

    return edits


def first(pattern: str, change: str) -> Edit:
    """One edit, at the first place where the pattern stands."""

    def edits(sentence: str) -> Iterator[str]:
        edited = re.sub(pattern, change, sentence, count=1)
        if edited != sentence:
            yield edited

    return edits


def one_for_another(pairs: Mapping[str, tuple[str, ...]], unless: str = "") -> Edit:
    """Each phrase replaced by each of its counterparts, at one place at a time, unless `unless` finds the new one."""

    def edits(sentence: str) -> Iterator[str]:
        for old, news in pairs.items():
            for new in news:
                if unless and re.search(unless.format(new=re.escape(new)), sentence, re.I):
                    continue
                yield from each(re.compile(rf"(?<![\w-]){old}(?![\w-])", re.I), new)(sentence)

    return edits


def any_of(*rules: Edit) -> Edit:
    """All edits of several rules."""
    return lambda sentence: (edit for rule in rules for edit in rule(sentence))


def _cased(old: str, new: str) -> str:
    return new[:1].upper() + new[1:] if old[:1].isupper() and new[:1].islower() and not old.isupper() else new


def _scaled(factor: str) -> Edit:
    return each(DOSED, lambda m: f"{times(m[1], factor)}{m[2]}{m[3]}")


def _threshold(factor: str) -> Edit:
    return each(THRESHOLD, lambda m: f"{times(m[1], factor)}{m[2]}{m[3]}")


def _unit(old: str, new: str) -> Edit:
    return each(rf"(?<=\d )\b{old}\b(?!/(?!kg))", new)


def _range_end(sentence: str) -> Iterator[str]:
    digits = re.compile(rf"({NUMBER}(?: ?{MASS})? to )({NUMBER})(?![\d.,]*\.)")
    yield from each(digits, lambda m: m[1] + times(m[2], "2"))(sentence)
    words = re.compile(rf"\b({'|'.join(WORDS)}) (to|or) ({'|'.join(WORDS)})\b")
    yield from each(words, lambda m: f"{m[1]} {m[2]} {WORDS[(WORDS.index(m[3]) + 3) % 12]}")(sentence)


def _time_number(sentence: str) -> Iterator[str]:
    digits = re.compile(r"(?<![\w.,/-])(\d+) (minutes|hours?|days|weeks?|months?|years)\b")
    yield from each(digits, lambda m: f"{int(m[1]) * 3} {m[2]}")(sentence)
    words = re.compile(rf"\b({'|'.join(WORDS[1:])}) (weeks|months|doses|tablets|days)\b")
    yield from each(words, lambda m: f"{WORDS[(WORDS.index(m[1]) + 4) % 12]} {m[2]}")(sentence)


def _swapped(pattern: str, flags: int = 0) -> Edit:
    """Groups a and b change places; what stands between them stays."""

    def change(m: re.Match[str]) -> str:
        start = m.start()
        a, b = (m.start("a") - start, m.end("a") - start), (m.start("b") - start, m.end("b") - start)
        whole = m[0]
        return whole[: a[0]] + m["b"] + whole[a[1] : b[0]] + m["a"] + whole[b[1] :]

    return each(re.compile(pattern, flags), change)


FREQUENCIES = {
    "once daily": ("twice daily", "once weekly"),
    "twice daily": ("three times daily", "once daily"),
    "three times a week": ("three times a day", "once a week"),
    "three times a day": ("three times a week", "once a day"),
    "twice a week": ("twice a day",),
    "twice weekly": ("twice daily",),
    "once a week": ("once a day",),
    "on alternate days": ("daily", "weekly", "every three days"),
    "every other day": ("every day",),
    "(?<!once )(?<!twice )daily(?! oral)": ("weekly", "monthly"),
    "(?<!twice )weekly": ("daily", "monthly"),
    "monthly": ("weekly", "daily"),
    "annually": ("monthly",),
    "one tablet per day": ("three tablets per day",),
    "(?<!times )(?<!once )a day": ("a week",),
}
ROUTES = {
    "intramuscularly": ("intravenously", "subcutaneously", "by mouth"),
    "intravenously": ("intramuscularly", "by mouth"),
    "by mouth": ("intramuscularly", "intravenously"),
    "intramuscular": ("intravenous", "oral", "subcutaneous"),
    "intravenous": ("intramuscular", "oral"),
    "oral": ("intramuscular", "intravenous"),
    "subcutaneous": ("intramuscular",),
    "sublingual": ("intravenous",),
}
ROUTE_TAKEN = {"by mouth": r"\bby mouth|\boral", "oral": r"\bby mouth|\boral"}
DRUGS = (
    ("hydroxocobalamin", ("cyanocobalamin", "methylcobalamin")),
    ("cyanocobalamin", ("hydroxocobalamin", "methylcobalamin")),
    ("methylcobalamin", ("hydroxocobalamin", "cyanocobalamin")),
    ("mecobalamin", ("hydroxocobalamin", "cyanocobalamin")),
    ("apixaban", ("rivaroxaban", "dabigatran")),
    ("warfarin", ("apixaban",)),
    ("aspirin", ("ticagrelor",)),
    ("adrenaline", ("noradrenaline",)),
    ("labetalol", ("atenolol", "propranolol")),
    ("nifedipine", ("amlodipine",)),
    ("methyldopa", ("clonidine",)),
    ("metformin", ("gliclazide",)),
    ("SGLT-2 inhibitor", ("DPP-4 inhibitor",)),
    ("amoxicillin", ("doxycycline", "ampicillin")),
    ("amitriptyline", ("nortriptyline",)),
    ("duloxetine", ("venlafaxine",)),
    ("gabapentin", ("pregabalin",)),
    ("pregabalin", ("gabapentin",)),
    ("tramadol", ("morphine",)),
    ("folic acid", ("vitamin B6",)),
    ("thiamine", ("riboflavin",)),
    ("ferrous gluconate", ("ferric maltol",)),
    ("chloramphenicol", ("clarithromycin",)),
    ("vitamin B12", ("vitamin B6", "folic acid")),
)
TAKEN = {"hydroxocobalamin": r"\bhydrox[oy]cobalamin", "methylcobalamin": r"\b(?:methyl|me)cobalamin"}
CONDITIONS = (
    ("peripheral neuropathy", "amyotrophic lateral sclerosis"),
    ("neuropathic pain", "low back pain"),
    ("amyotrophic lateral sclerosis", "peripheral neuropathy"),
    ("vitamin B12 deficiency", "folate deficiency"),
    ("(?<!vitamin )B12 deficiency", "iron deficiency"),
    ("iron deficiency", "folate deficiency"),
    ("pernicious anaemia", "iron deficiency anaemia"),
    ("atrial fibrillation", "heart failure"),
    ("anaphylaxis", "cardiac arrest"),
    ("community-acquired pneumonia", "hospital-acquired pneumonia"),
    ("type 2 diabetes", "type 1 diabetes"),
    ("pre-eclampsia", "gestational diabetes"),
    ("hypertension", "hypotension"),
    ("macrocytic", "microcytic"),
    ("hypokalaemia", "hyperkalaemia"),
    ("thromboembolism", "bleeding"),
    ("asthma", "diabetes"),
    ("subacute combined degeneration", "multiple sclerosis"),
    ("diabetic nephropathy", "diabetic retinopathy"),
)

DANGEROUS: Mapping[str, Edit] = {
    "ten times the dose": _scaled("10"),
    "a tenth of the dose": _scaled("0.1"),
    "a thousand times the dose": _scaled("1000"),
    "twice the dose": _scaled("2"),
    "mg for micrograms": _unit("micrograms", "mg"),
    "micrograms for mg": _unit("mg", "micrograms"),
    "mg for g, g for mg": any_of(_unit("g", "mg"), _unit("mg", "g")),
    "another threshold": any_of(_threshold("2"), _threshold("10")),
    "another end of a range": _range_end,
    "another frequency": one_for_another(FREQUENCIES, r"\b{new}"),
    "another unit of time": any_of(*(each(rf"(?<=\w ){unit}\b", LONGER[unit]) for unit in TIME)),
    "another number of days or months": _time_number,
    "a dropped not": any_of(each(r"\bnot ", ""), each(r"\bno (?=\w)", ""), each(r"\bnon-(?=inferior)", "")),
    "a dropped unless": each(r",? unless [^,;()]*?(?=[,;(]|\.$|$| \()", ""),
    "a dropped condition": any_of(
        each(r" if the cause is(?: or is suspected to be)? irreversible", ""),
        each(r"(?<=\w) if (?:there is no improvement|no relevant comorbidity|not tolerated)", ""),
        each(r" other than trigeminal neuralgia", ""),
    ),
    "with for without and back": one_for_another({"(?<!\\bor )without": ("with",), r"(?<=anaemia )with": ("without",)}),
    "an inserted not": each(r"\b(is|are|was|were|should|may|can|has|have|does)\b(?! not\b| no\b| it\b)", r"\1 not"),
    "above for below": one_for_another({"above": ("below",), "below": ("above",), "over(?= \\d)": ("under",)}),
    "less for more": one_for_another({"more": ("less",), "less": ("more",), "or over": ("or under",)}),
    "at most for at least": any_of(
        each(r"\bat least(?= (?:\d|two|three|every))", "at most"), each("minimum", "maximum")
    ),
    "minimum for maximum": each(r"\bmaximum\b", "minimum"),
    "before for after": one_for_another({"before": ("after",), "after(?! about)": ("before",)}),
    "decrease for increase": one_for_another({"increased?": ("decreased",), "decreased?": ("increased",)}),
    "lower for higher": one_for_another(
        {"higher": ("lower",), "lower(?! limit| gast| vitamin)": ("higher",), "lowered": ("raised",)}
    ),
    "worse for better": one_for_another({"improved": ("worsened",), "worsened": ("improved",), "better": ("worse",)}),
    "another route": any_of(
        *(
            one_for_another({old: (new,)}, ROUTE_TAKEN.get(new, rf"\b{new[:9]}"))
            for old, news in ROUTES.items()
            for new in news
        )
    ),
    "another drug": any_of(*(everywhere(old, new, TAKEN.get(new, "")) for old, news in DRUGS for new in news)),
    "children for adults": any_of(
        everywhere("adults", "children", r"\bchild|paediatric"),
        everywhere("children", "adults", r"\badults?"),
        everywhere("aged 16 and over", "aged under 16"),
        everywhere("pregnant women", "breastfeeding women"),
        _swapped(r"\b(?P<a>men)\b[^.;]*?\b(?P<b>women)\b"),
    ),
    "another condition": any_of(*(everywhere(old, new) for old, new in CONDITIONS)),
    "must for may": one_for_another({"(?-i:may)": ("must",), "should": ("must",), "can": ("must",)}, r"\bmust\b"),
    "contraindicated for recommended": one_for_another(
        {"is recommended": ("is contraindicated",), "are recommended": ("are contraindicated",)}
    ),
    "always added": each(r"\b(is|are) (given|used|treated|reviewed|offered|recommended|continued)\b", r"\1 always \2"),
    "never added": each(r"\bshould be\b", "should never be"),
    "lifelong added": any_of(
        each(r"\bas maintenance\b", "as lifelong maintenance"),
        first(
            r"^((?!.*(?:lifelong|for life|indefinitely)).*\b(?:is|are) given\b.*?)( \(graded[^)]*\))?\.$",
            r"\1, for life\2.",
        ),
    ),
    "arms swapped": any_of(
        _swapped(rf"(?P<a>-?{NUMBER}(?: mg)?%?) versus (?P<b>-?{NUMBER}%?)"),
        _swapped(r"with (?P<a>methylcobalamin 500 [^(]*?) than with (?P<b>methylcobalamin 1500 [^(]*?)(?= \()"),
        _swapped(r"(?<!\w)(?P<a>direct oral anticoagulants) are recommended over (?P<b>warfarin)"),
        _swapped(r"(?P<a>intravenous) and [^.]* with (?P<b>intramuscular)"),
    ),
    "percentages swapped": _swapped(rf"(?P<a>{NUMBER}%)(?: \(| )(?!to )[^;]*?(?P<b>{NUMBER}%)"),
}

_AMERICAN = (
    ("anaem", "anem"),
    ("haem", "hem"),
    ("kalaem", "kalem"),
    ("paediatric", "pediatric"),
    ("coeliac", "celiac"),
    ("randomised", "randomized"),
    ("hospitalised", "hospitalized"),
    ("stabilised", "stabilized"),
    ("revascularisation", "revascularization"),
    ("caerulo", "cerulo"),
    ("sulfate", "sulphate"),
    ("aluminium", "aluminum"),
    ("paraesthesia", "paresthesia"),
    ("localised", "localized"),
    ("prioritised", "prioritized"),
)


def american(sentence: str) -> Iterator[str]:
    """The sentence with all its British spellings made American (and sulfate made sulphate)."""
    edited = sentence
    for old, new in _AMERICAN:
        edited = re.sub(old, new, edited).replace(old.capitalize(), new.capitalize())
    if edited != sentence:
        yield edited


def _converted(sentence: str) -> Iterator[str]:
    single = re.compile(rf"(?<!\bto )(?<!\bor )(?<![\w.,:/-])({NUMBER}) (micrograms|mg|g)(?![\w/])(?! (?:to|or) \d)")

    def change(m: re.Match[str]) -> str:
        amount = Decimal(m[1].replace(",", ""))
        if m[2] == "g":
            return f"{times(m[1], '1000')} mg"
        if m[2] == "micrograms":
            return f"{times(m[1], '0.001')} mg"
        return (
            f"{times(m[1], '1000')} micrograms"
            if amount <= 5
            else f"{times(m[1], '0.001')} g"
            if amount >= 100
            else m[0]
        )

    yield from each(single, change)(sentence)


def _digits(sentence: str) -> Iterator[str]:
    words = re.compile(rf"(?<!\bto )(?<!\bor )(?<![–-])\b({'|'.join(WORDS)}) {COUNTED}\b")
    yield from each(words, lambda m: f"{WORDS.index(m[1].lower()) + 1} {m[2]}")(sentence)
    digits = re.compile(rf"(?<!\bto )(?<!\bor )(?<![\w.,/–-])([2-9]|1[0-2]) {COUNTED}\b")
    yield from each(digits, lambda m: f"{WORDS[int(m[1]) - 1]} {m[2]}")(sentence)
    pair = re.compile(rf"\b({'|'.join(WORDS)}) (to|or) ({'|'.join(WORDS)}) (weeks|months|days)\b")
    number = {w: str(i) for i, w in enumerate(WORDS, 1)}
    yield from each(pair, lambda m: f"{number[m[1]]} {m[2]} {number[m[3]]} {m[4]}")(sentence)


def _spaced(space: str) -> Edit:
    return lambda s: iter([e] if (e := re.sub(r"(?<=\d) (?=[a-zA-Z%])", space, s)) != s else [])


def _curly(sentence: str) -> Iterator[str]:
    if "'" in sentence:
        yield re.sub(r"(?<!\w)'", "\u2018", sentence).replace("'", "\u2019")


def _lower(sentence: str) -> Iterator[str]:
    if sentence != sentence.lower():
        yield sentence.lower()


HARMLESS: Mapping[str, Edit] = {
    "no-break spaces": _spaced("\u00a0"),
    "thin spaces": _spaced("\u2009"),
    "narrow no-break spaces": _spaced("\u202f"),
    "doubled spaces": lambda s: iter([s.replace(" ", "  ")]),
    "a dash in a range": each(rf"(?<![\w.,:/-])(?<!\bin )({NUMBER}) to ({NUMBER})(?= ?[a-zA-Z%])", "\\1\u2013\\2"),
    "a hyphen that does not break": lambda s: iter([s.replace("-", "\u2011")] if re.search(r"[a-z]-[a-z]", s) else []),
    "the unit once in a range": each(rf"({NUMBER}) ({MASS}) to ({NUMBER}) \2\b", r"\1 to \3 \2"),
    "all in lower case": _lower,
    "a small first letter": lambda s: iter([s[0].lower() + s[1:]] if re.match(r"[A-Z][a-z]", s) else []),
    "another unit of the same amount": _converted,
    "a thousands separator": each(r"(?<![\d.,])([1-9])(\d{3})(?= (?:micrograms|mg))", r"\1,\2"),
    "no thousands separator": each(r"(?<=\d),(?=\d{3}\b)", ""),
    "micrograms as mcg": lambda s: iter([e] if (e := re.sub(r"(?<=\d )micrograms\b", "mcg", s)) != s else []),
    "times a day": one_for_another(
        {
            "twice daily": ("two times a day", "twice a day"),
            "three times a day": ("three times daily", "3 times a day"),
            "once daily": ("once a day",),
            "three times a week": ("3 times a week", "three times weekly", "three times per week"),
            "twice weekly": ("twice a week",),
            "twice a week": ("two times a week", "twice weekly"),
            "once a week": ("once weekly",),
        }
    ),
    "every other day": one_for_another(
        {"on alternate days": ("every other day",), "every other day": ("on alternate days",)}
    ),
    "weekly and monthly": each(r"(?<=micrograms )(week|month)ly\b", r"once a \1"),
    "numbers as digits or words": _digits,
    "by injection": any_of(
        each(r"\bintramuscularly\b", "by intramuscular injection"),
        each(r"\bby intramuscular injection\b", "intramuscularly"),
    ),
    "orally": each(r"\bby mouth\b", "orally"),
    "at least": any_of(
        each(rf"\b({NUMBER}(?: mm Hg| g/L|%| kg| micrograms)) or more\b", r"at least \1"),
        each(r"\bage (\d+) years or over\b", r"age at least \1 years"),
        each(rf"\bat least ({NUMBER} (?:mg|micrograms|years))\b", r"\1 or more"),
        each(r"\bat least two of these\b", "two or more of these"),
    ),
    "adrenaline or epinephrine": any_of(everywhere("adrenaline", "epinephrine")),
    "mecobalamin or methylcobalamin": any_of(
        everywhere("mecobalamin", "methylcobalamin"), everywhere("methylcobalamin", "mecobalamin")
    ),
    "American spelling": american,
    "no full stop": first(r"\.$", ""),
    "curly apostrophes": _curly,
    "mL or ml": any_of(each(r"(?<=\d )ml\b", "mL"), each(r"(?<=\d )mL(?=/)", "ml")),
    "per cent": lambda s: iter([re.sub(r"(?<=\d)%", " per cent", s)] if "%" in s else []),
}
