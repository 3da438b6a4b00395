"""Where sentences begin in a run of prose: syntok's opinion, mended for clinical text.

syntok (MIT licence) was chosen by measurement; what it gets wrong on drug labels and guidelines is put right here, by
rules that join and rules that split. In doubt a rule joins: a sentence that is too long is still whole, while a cut
may part a "not" from its verb or a dose from its drug.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from syntok.tokenizer import Tokenizer

_NEVER_LAST = frozenset(
    """approx avg ca cf conc dr e.g eds eq equiv esp excl fig figs freq i.e incl intramusc jr mr mrs ms no nos para pp
    prof ref refs resp sect sr st subcut subsp susp temp viz vol vs wt""".split()
)
_SELDOM_LAST = frozenset(
    """a.c a.m al amp amps b.d b.i.d caps co corp dept etc h.s hrs i.m i.v i.u im inc inj iv jan feb mar apr aug sept
    oct nov dec ltd max min mins nocte o.d p.c p.m p.o p.r p.r.n po prn q.d q.d.s q.h q.i.d q.o.d s.c s.l sc secs soln
    sp spp tab tabs t.d.s t.i.d u.k u.s v.s var""".split()
)
_STARTERS = frozenset(
    """A After Adults All Alternatively Although An Any As At Avoid Because Before Both But By Check Children Consider
    Continue Do Dose Doses During Each Either For From Give He Hence However If In Increase It Its Maximum Monitor
    Most No None On Otherwise Patients People Reduce Repeat She Since Some Start Stop Such That The Their Then There
    Therefore These They This Those Thus To Treatment Until Use We When Where Whereas While With Women You""".split()
)
_LETTERED = re.compile(
    r"\b(?:appendix|arm|category|class|coenzyme|cohort|factor|figure|grade|group|hepatitis|influenza|part|protein|stage|"
    r"step|table|troponin|type|vitamin)\s+[A-Z]\.$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"(?:\d ?|/)(?:d|g|h|hr|hrs|kg|l|L|m|mcg|mg|min|mins|ml|mL|mmHg|mmol|mol|ng|pg|s|sec|U|wk)"
    r"(?:/\w+)*[\"'”’*_)\]]*\.[\"'”’*_)\]]*$"
)
_DECIMAL = re.compile(r"\d\.\d+\s?%?\.$")
_LETTER = re.compile(r"[^\W\d_]")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.[\"'”’*_)\]]*$")
_ENDED = re.compile(
    r"[.!?…。！？][\"'”’»*_`)\]}]*(?:\d{1,3}(?:[,–-]\d{1,3}){0,8}|(?:\[[\d, –-]{1,30}\]){1,5})?[\"'”’»*_`)\]}]*$"
)
_FIRST_WORD = re.compile(r"[\W_]*([^\W\d_]+)")
_CLOSERS = re.compile(r"(?:[\"'”’»*_`)\]}]|\[\d[\d, –-]{0,30}\])+(?=\s|$)|\d{1,3}(?:[,–-]\d{1,3})*(?=\s)")
_CANDIDATE = re.compile(r"[.!?…;。！？](?=.)", re.DOTALL)
_MAYBE_MISSED = re.compile(
    r"[.!?…](?:[\"'”’»*_)\]]+|\d{1,3}(?:[,–-]\d{1,3})*|(?:\[\d[\d,–-]*\])+)?\s+(?=[\"'“‘(*_\[]*[^\W_])|[。！？](?=.)"
)
_DRUG_LIKE = re.compile(
    r"(?:[a-z]{2,}cobalamin|[a-z]{4,}(?:azole|caine|cillin|coxib|cycline|dipine|floxacin|gliptin|gliflozin|ide|ine|in|"
    r"mab|micin|mycin|nib|olol|one|oxin|parin|prazole|pril|sartan|statin|terol|xaban))\b"
)
_MIXED_CASE = re.compile(r"[a-z]{1,2}[A-Z][A-Za-z0-9]*\b")
# What syntok, or a rule here, may see differently than a plain reader: any mark within a sentence but a decimal point.
_DOUBTFUL = re.compile(r"[!?…‼‽。．！？｡]|(?<!\d)\.(?![,;)\]])|\.(?![\d,;)\]])")
_CLEAR = re.compile(r"[.!?] (?=([A-Z][A-Za-z0-9α-ω]*)[\s,/-])")
_CLEAR_WORD = re.compile(r"(?:.*[\s(\[-])?([^\W\d_]{2,}|[^\W_]{2,}[%)\]]{0,2}|\d+(?:\.\d+)?[%)\]]{1,2})", re.DOTALL)
_FOREIGN = frozenset("capt febr phil synth univ".split())
_LONG, _LONGER = 4, 8
_LOOK_BACK = 60
_BRACKET_REACH = 400


@cache
def _tokens() -> Tokenizer:
    # Imported where a text is split: a question needs neither syntok nor the `regex` that it brings.
    from syntok.tokenizer import Tokenizer

    return Tokenizer(replace_not_contraction=False)


def sentences(text: str, start: int = 0) -> tuple[tuple[int, int], ...]:
    """The sentences of a run of prose as (start, end), code points, each moved on by `start`.

    No range begins or ends in white space; together they hold everything in `text` that is not white space.
    """
    bounds = [0, *_boundaries(text), len(text)]
    return tuple(
        (start + a, start + b) for left, right in pairwise(bounds) for a, b in [_trimmed(text, left, right)] if a < b
    )


def _trimmed(text: str, left: int, right: int) -> tuple[int, int]:
    piece = text[left:right]
    return left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())


def _boundaries(text: str) -> list[int]:
    if not _CANDIDATE.search(text.rstrip()):
        return []
    clear = frozenset(_clear_ends(text))
    found = {_moved(text, b) for b in _by_syntok(text, clear)} | set(_missed(text, clear))
    return _kept(text, sorted({*clear, *(b for b in found if 0 < b < len(text))}), clear)


def _by_syntok(text: str, clear: frozenset[int]) -> list[int]:
    """Where syntok begins a sentence, asked only about the pieces between the ends that are beyond doubt.

    That is several times faster, and finds the same: `evals/splitting.py` compares.
    """
    from syntok.segmenter import segment

    found: list[int] = []
    for left, right in pairwise([0, *sorted(clear), len(text)]):
        if _DOUBTFUL.search(text[left:right].rstrip()[:-1]):
            found += [left + tokens[0].offset for tokens in segment(_tokens().tokenize(text[left:right]))][1:]
    return found


def _is_whole(word: str) -> bool:
    """Whether it is no abbreviation by its looks: "patients", "mRNA2", "ELISA", "Arabidopsis", but not "Engl"."""
    if len(word) < _LONG or (word[0].isupper() and word[1:].islower() and len(word) < _LONGER):
        return False
    return word[-1].isalnum()


def _clear_ends(text: str) -> list[int]:
    """Where a sentence begins beyond doubt: after a whole word, outside brackets, at a capitalised word."""
    found: list[int] = []
    begin = 0
    for end in _CLEAR.finditer(text):
        before = _CLEAR_WORD.fullmatch(text, max(0, end.start() - _LOOK_BACK), end.start())
        if before is None:
            continue
        word = before[1]
        if (word.lower() in _NEVER_LAST or word.lower() in _SELDOM_LAST) or word.lower() in _FOREIGN:
            continue
        if end[1] not in _STARTERS and not (len(end[1]) > 1 and _is_whole(word)):
            continue
        if all(text.count(a, begin, end.start()) == text.count(b, begin, end.start()) for a, b in ("()", "[]")):
            begin = end.end()
            found.append(begin)
    return found


def _moved(text: str, boundary: int) -> int:
    """`boundary` past the closing marks that syntok leaves to the next sentence ("**Dose.** Give ...")."""
    if boundary < len(text) and not text[boundary - 1].isspace():
        closers = _CLOSERS.match(text, boundary)
        if closers:
            return _skip_spaces(text, closers.end())
    return _skip_spaces(text, boundary)


def _skip_spaces(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _missed(text: str, clear: Container[int]) -> list[int]:
    """Ends that syntok does not see: before a number, a drug in lower case, "eGFR", or after "vitamin D." """
    maybe = (m for m in _MAYBE_MISSED.finditer(text) if m.end() not in clear)
    return [m.end() for m in maybe if _should_split(text, m.start() + 1, m.end())]


def _should_split(text: str, stop: int, begin: int) -> bool:
    left = text[max(0, stop - _LOOK_BACK) : stop]
    right = text[begin : begin + _LOOK_BACK].lstrip("\"'“‘(*_[")
    if left[-1] in "。！？":
        return True
    if left[-1] != ".":
        return right[:1].isupper()
    if _LETTERED.search(left):
        return _title(right)
    if (_MEASURED.search(left) or _DECIMAL.search(left)) and _title(right):
        return text[begin - 1].isspace()
    word = _LAST_WORD.search(left)
    if word is None or _abbreviation(word[1]) or "." in word[1]:
        return _starts_clearly(right) and _ends_in_measure(left)
    if right[:1].isdigit():
        return len(word[1]) >= 3
    if right[:1].isupper():
        return len(word[1]) >= 3 and text[begin - 1].isspace()
    return len(word[1]) >= 4 and bool(_DRUG_LIKE.match(right) or _MIXED_CASE.match(right))


def _title(right: str) -> bool:
    return right[:1].isupper() and right[1:2].islower()


def _abbreviation(word: str) -> bool:
    return word.lower() in _NEVER_LAST or word.lower() in _SELDOM_LAST


def _starts_clearly(right: str) -> bool:
    word = _FIRST_WORD.match(right)
    return bool(word and word[1] in _STARTERS)


def _ends_in_measure(left: str) -> bool:
    """Whether `left` ends as "... 5.5%." or "... i.m." does: with something that a sentence may well end with."""
    word = _LAST_WORD.search(left)
    return word is None or word[1].lower() not in _NEVER_LAST


def _kept(text: str, boundaries: list[int], clear: frozenset[int]) -> list[int]:
    kept: list[int] = []
    for boundary in boundaries:
        begin = kept[-1] if kept else 0
        if boundary in clear or not _should_join(text, begin, boundary):
            kept.append(boundary)
    return kept


def _should_join(text: str, begin: int, boundary: int) -> bool:
    tail = text[max(begin, boundary - _LOOK_BACK) : boundary].rstrip()
    right = text[boundary : boundary + _LOOK_BACK]
    if not _ENDED.search(tail) or not _LETTER.search(text, begin, boundary) or not _LETTER.search(text, boundary):
        return True
    glued = not text[boundary - 1].isspace() and tail[-1] not in "。！？"
    if glued and not re.search(r"[a-z]{3}[.!?][\"'”’)\]]*$", tail):
        return True
    return _abbreviated(tail, right) or _in_brackets(text, max(begin, boundary - _BRACKET_REACH), boundary)


def _abbreviated(tail: str, right: str) -> bool:
    word = _LAST_WORD.search(tail)
    if word is None or (_MEASURED.search(tail) and _title(right)):
        return False
    name = word[1].lower()
    if name in ("no", "nos") and not right[:1].isdigit():
        return False
    if name in _NEVER_LAST:
        return True
    if name in _SELDOM_LAST or "." in name:
        return not _starts_clearly(right)
    return len(name) == 1 and word[1].isupper() and not (_LETTERED.search(tail) or _starts_clearly(right))


def _in_brackets(text: str, begin: int, boundary: int) -> bool:
    """Whether a bracket opened since `begin` is closed soon after `boundary`, so that a cut would part it."""
    for opening, closing in ("()", "[]"):
        open_now = text.count(opening, begin, boundary) - text.count(closing, begin, boundary)
        if open_now > 0:
            ahead = text[boundary : boundary + _BRACKET_REACH]
            return ahead.count(closing) > ahead.count(opening)
    return False
