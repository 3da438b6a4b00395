"""Each field of a source's description, checked; a wrong value is one sentence that says what is allowed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from curbside.errors import FrontMatterError, UsageError
from curbside.settings import jurisdiction_code
from curbside.sources._yaml import Value
from curbside.sources.licences import licence_of
from curbside.types import Identifier, Kind, Licence, State, Status

UNKNOWN: Final = "unknown"
LONGEST_ID: Final = 200
LONGEST_REASON: Final = 600
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/()<>;+,#@-]*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SCHEMES: Final = {
    "doi": (re.compile(r"10\.\d{4,9}/\S+"), "doi:10.1000/xyz"),
    "pmid": (re.compile(r"[1-9]\d{0,8}"), "pmid:12345678"),
    "pmcid": (re.compile(r"PMC\d+"), "pmcid:PMC1234567"),
    "nbk": (re.compile(r"NBK\d+"), "nbk:NBK123456"),
    "nice": (re.compile(r"[A-Z]{1,5}\d+[\w./-]*"), "nice:NG239"),
    "setid": (re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"), "setid: and the UUID of the label"),
}
_PREFIXED: Final = {"pmcid": "PMC", "nbk": "NBK"}
_ALLOWANCES: Final = ("show", "quote", "export", "send")
_YES: Final = {"yes": True, "true": True, "no": False, "false": False, UNKNOWN: None}

Choice = TypeVar("Choice", bound=StrEnum)


def last_day(when: str) -> date:
    """The last day of an ISO date that may be a year, a month or a day."""
    year, month, day = (int(p) if p else None for p in _DATE.fullmatch(when).groups())  # type: ignore[union-attr]
    if year is None:
        raise ValueError(when)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def identifier(text: str) -> Identifier:
    """ "doi:10.1000/xyz", "pmid:1", "https://..." and the like; what has no known scheme is "other".

    Raises ValueError, with a sentence, where the value does not fit its scheme.
    """
    if re.match(r"https?://\S+$", text):
        return Identifier("url", text)
    scheme, colon, value = text.partition(":")
    scheme, value = scheme.strip().lower(), value.strip()
    if not colon or scheme not in _SCHEMES:
        return Identifier("other", text)
    prefix = _PREFIXED.get(scheme, "")
    value = prefix + value if prefix and value.isdigit() else value
    pattern, example = _SCHEMES[scheme]
    if not pattern.fullmatch(value):
        raise ValueError(f"{text!r} is no {scheme}; write it as {example}")
    return Identifier(scheme, value)


class FieldValues:
    """The values of one description. Methods raise FrontMatterError with file, line and what is allowed."""

    def __init__(self, values: Mapping[str, Value], where: str) -> None:
        self._values = values
        self._where = where

    def fail(self, name: str, reason: str) -> FrontMatterError:
        """The error for the field `name`, at its line where it is given."""
        value = self._values.get(name)
        reason = reason if len(reason) <= LONGEST_REASON else reason[:LONGEST_REASON] + " (and so on)"
        return FrontMatterError(f"{self._where}, line {value.line}" if value and value.line else self._where, reason)

    def text(self, name: str) -> str | None:
        """One text, None where it is not given or empty."""
        value = self._values.get(name)
        if value is None or value.content is None:
            return None
        if not isinstance(value.content, str):
            raise self.fail(name, f"{name} is one text, not a list or mapping")
        return value.content or None

    def required(self, name: str) -> str:
        """One text that must be there."""
        text = self.text(name)
        if text is None:
            raise self.fail(name, f"the field {name!r} is missing or empty")
        return text

    def known(self, name: str) -> str | None:
        """One text; "unknown" is None."""
        text = self.text(name)
        return None if text is None or text.lower() == UNKNOWN else text

    def many(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text is a list of one."""
        value = self._values.get(name)
        if value is None or value.content is None:
            return ()
        content = (value.content,) if isinstance(value.content, str) else value.content
        if isinstance(content, Mapping):
            raise self.fail(name, f"{name} is a list of texts, not a mapping")
        if any(not item for item in content):
            raise self.fail(name, f"{name} has an empty entry")
        return tuple(dict.fromkeys(item for item in content if item))

    def choice(self, name: str, choices: type[Choice]) -> Choice | None:
        """One of `choices`, in any case, with spaces, underscores or hyphens."""
        text = self.text(name)
        if text is None:
            return None
        wanted = text.lower().replace("_", " ").replace("-", " ")
        found = next((c for c in choices if c.value == wanted), None)
        if found is None:
            allowed = ", ".join(c.value for c in choices)
            raise self.fail(name, f"{name} is {text!r}, which is not one of: {allowed}")
        return found

    def kind(self) -> tuple[Kind, bool]:
        """The kind, and whether it was given as "secondary summary"."""
        text = self.text("kind")
        if text is None:
            allowed = ", ".join(k.value for k in Kind)
            raise self.fail("kind", f"the field 'kind' is missing or empty; it is one of: {allowed}")
        if text.lower().replace("_", " ").replace("-", " ") == "secondary summary":
            return Kind.SUMMARY, True
        return self.choice("kind", Kind) or Kind.UNKNOWN, False

    def id(self) -> str | None:
        """The id: no spaces or quotation marks, at most 200 characters."""
        text = self.text("id")
        if text is not None and (len(text) > LONGEST_ID or not _ID.fullmatch(text)):
            raise self.fail(
                "id", f"id is {text!r}; it has letters, digits and -._:/ only, at most {LONGEST_ID} of them"
            )
        return text

    def date(self, name: str) -> str | None:
        """A year, month or day in ISO 8601; None for "unknown"."""
        text = self.known(name)
        if text is None:
            return None
        try:
            if not _DATE.fullmatch(text):
                raise ValueError
            last_day(text)
        except ValueError:
            reason = f'{name} is {text!r}; write "2026", "2026-02", "2026-02-01" or unknown'
            raise self.fail(name, reason) from None
        return text

    def jurisdiction(self) -> str:
        """A code as in the settings, or "unknown"."""
        text = self.known("jurisdiction")
        if text is None:
            return UNKNOWN
        try:
            return jurisdiction_code(text)
        except UsageError as error:
            reason = f"jurisdiction is {text!r}; give a country code such as uk, us, jp, or eu, international, unknown"
            raise self.fail("jurisdiction", reason) from error

    def language(self) -> str:
        """A language tag; "en" where it is not given."""
        text = self.text("language") or "en"
        if not _LANGUAGE.fullmatch(text):
            raise self.fail("language", f"language is {text!r}; give a code such as en, de or pt-BR")
        return text

    def identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers, by scheme."""
        try:
            return tuple(dict.fromkeys(identifier(text) for text in self.many("identifiers")))
        except ValueError as error:
            raise self.fail("identifiers", str(error)) from error

    def status(self) -> Status:
        """The status; a successor only where it is superseded."""
        state = self.choice("status", State) or State.UNKNOWN
        by = self.known("superseded_by")
        if by and state is not State.SUPERSEDED:
            reason = f"superseded_by goes only with status: superseded, and the status is {state.value}"
            raise self.fail("superseded_by", reason)
        return Status(state, by, self.date("status_since"))

    def licence(self) -> Licence:
        """A licence by name, which says what it allows where the name is known, or as a mapping of name, show, quote,
        export, send (yes, no, unknown)."""
        value = self._values.get("licence")
        if value is None or not isinstance(value.content, Mapping):
            name = self.known("licence")
            return replace(licence_of(name), name=name) if name else Licence()
        given = dict(value.content)
        wrong = sorted(set(given) - {"name", *_ALLOWANCES})
        if wrong:
            raise self.fail("licence", f"licence has {wrong[0]!r}; it has name, {', '.join(_ALLOWANCES)}")
        name = given.get("name")
        allowed = {key: self._allowance(key, given.get(key)) for key in _ALLOWANCES}
        return Licence(None if name is None or name.lower() == UNKNOWN else name, **allowed)

    def _allowance(self, key: str, text: str | None) -> bool | None:
        word = (text or UNKNOWN).lower()
        if word not in _YES:
            raise self.fail("licence", f"licence {key} is {text!r}; it is yes, no or unknown")
        return _YES[word]
