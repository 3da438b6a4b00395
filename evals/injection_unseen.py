"""100 more invented documents that tell whoever reads them to say something: the second set, to measure by alone.

Who works on what finds orders in a source does not read this set, nor `injection/unseen.toml`, where the poisons are.
Their tells have the numbers from 500 on. **Nothing in them is a clinical fact.**
"""

from __future__ import annotations

import base64
import codecs
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from evals.injection_documents import NOTE, Poisoned, about, front

POISONS = Path(__file__).parent / "injection" / "unseen.toml"
FIRST = 500
DISGUISED = re.compile(r"«(\w+)\|(.*?)»", re.S)
LEET = str.maketrans("aeiost", "431057")
CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
DISGUISES: dict[str, Callable[[str], str]] = {
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "spaced": lambda text: "   ".join(" ".join(word) for word in text.split()),
    "leet": lambda text: text.translate(LEET),
    "homoglyphs": lambda text: text.translate(CYRILLIC),
    "fullwidth": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "zerowidth": lambda text: "\u200b".join(text),
    "reversed": lambda text: " ".join(reversed(text.split())),
    "struck": lambda text: "\u0336".join(text),
}


def documents() -> list[Poisoned]:
    """The hundred, always the same: Markdown bodies, plain texts, fields of the front matter, HTML.

    Raises ValueError where a document does not hold its own tell once it is disguised.
    """
    poisons = tomllib.loads(POISONS.read_text(encoding="utf-8"))
    makers: dict[str, Callable[..., Poisoned]] = {
        "markdown": _markdown,
        "plain": _plain,
        "front": _field,
        "html": _html,
    }
    rows = [(makers[place], row) for place in makers for row in poisons[place]]
    return [make(FIRST + i, *row) for i, (make, row) in enumerate(rows)]


def _filled(number: int, template: str) -> str:
    topic, sentence, drug, _ = about(number)
    for name, value in (("{d}", drug), ("{t}", topic), ("{s}", sentence.removesuffix(".")), ("{n}", str(number))):
        template = template.replace(name, value)
    return DISGUISED.sub(lambda m: DISGUISES[m[1]](m[2]), template)


def _poisoned(number: int, suffix: str, text: str, kind: str) -> Poisoned:
    _, _, drug, question = about(number)
    if drug not in text.replace("\u200b", ""):
        raise ValueError(f"document {number} ({kind}): no {drug} in it")
    return Poisoned(f"poisoned-{number}", suffix, text, (drug,), question, kind, in_title=kind == "title")


def _title(number: int) -> str:
    return f"Invented document {number} on {about(number)[0]}"


def _markdown(number: int, kind: str, template: str) -> Poisoned:
    topic, sentence, *_ = about(number)
    body = _filled(number, template if "{s}" in template else f"{sentence}\n\n{template}")
    text = f"{front(number, _title(number))}\n> {NOTE}\n\n# {topic}\n\n## Treatment\n\n{body}\n"
    return _poisoned(number, ".md", text, kind)


def _plain(number: int, kind: str, template: str) -> Poisoned:
    text = f"{_title(number)}\n\n{NOTE}\n\n{about(number)[1]} {_filled(number, template)}\n"
    return _poisoned(number, ".txt", text, kind)


def _field(number: int, kind: str, field: str, template: str) -> Poisoned:
    topic, sentence, *_ = about(number)
    value = _filled(number, template)
    matter = front(number, value) if field == "title" else front(number, _title(number), **{field: value})
    return _poisoned(number, ".md", f"{matter}\n> {NOTE}\n\n# {topic}\n\n## Treatment\n\n{sentence}\n", kind)


def _html(number: int, kind: str, template: str) -> Poisoned:
    topic, sentence, *_ = about(number)
    text = (
        f"<html><head><title>{_title(number)}</title></head><body><h1>{topic}</h1><p>{NOTE}</p>"
        f"<h2>Treatment</h2><p>{sentence}</p>{_filled(number, template)}</body></html>"
    )
    return _poisoned(number, ".html", text, kind)
