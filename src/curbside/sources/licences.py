"""What a licence allows: which licence a text names, and whether a use of a source is permitted.

A licence is read from the address, name or sentence that a source gives for itself; what is not recognised stays
unknown for every use, for which a short quote with its reference is all. This is a careful reading for software, not
legal advice; the owner of a library may say otherwise for a source of theirs (`licence:` in its description).

What was read, since the addresses in `TERMS` themselves could not be: stored copies of the legal codes of CC BY-NC,
BY-ND and BY-NC-ND and of the Open Government Licence; of CC BY a publisher's restatement, of CC BY-SA a wiki's
summary, of CC0 and the public domain mark secondary pages; CC BY-NC-SA was not read by itself. The Apache License was
read whole: it is the LICENSE of this project.

The uses: `show` the whole text to the people of this installation; `quote` a sentence of it with its reference;
`export` its text out of the installation (a document, a calendar, a resource); `send` its text to a model that
somebody else hosts.

How each row of `TERMS` was argued, from the deed or text named in its `source`:

- *CC0, public domain mark*: no right is kept (CC0), or none is known (mark). All uses.
- *CC BY, CC BY-SA, Open Government Licence*: copying, passing on and adapting, commercially too, if the source is
  named. All uses. Share-alike binds what is adapted, not a quotation or the unchanged text.
- *Apache License 2.0*: sections 2 and 4 grant reproducing, displaying and distributing, changed or not. All uses.
- *NC (NonCommercial)*: the deed forbids commercial purposes, which the legal code (4.0, section 1) defines as those
  "primarily intended for or directed towards commercial advantage or monetary compensation". To show a text to the
  clinician who checks an answer is not that. Whether an export, or a paid model, serves such a purpose depends on
  the owner, whom this module does not know: `export` and `send` are unknown, never True.
- *ND (NoDerivatives)*: the unchanged material may be shared "in whole or in part"; adapted material may be made but
  not shared (legal code 4.0, section 2(a)(1)). Showing and quoting are allowed. An export or a model's answer mixes,
  shortens or rewords, so both are unknown, which leaves the short quote, word for word.
- *Public domain in one country only* (works of a government's employees): quoting; elsewhere the rest is unknown.
- *All rights reserved*: grants nothing and takes away nothing that the law gives anybody: unknown for every use.
- *No part may be reproduced, stored or transmitted*: what it names is not done: no full display, export or sending.
- *Text and data mining reserved*: not sent to a model; the rest is unknown.
- *Elsevier's text mining licence*: forbids redistribution and handing the text to a third party; snippets of up to 200
  characters with a link are allowed.

Where a source names several licences (an address and a sentence that differ, as happens), a use is allowed only as
far as the strictest of them allows it. A dedication that is said to apply to the *data* of an article is not the
licence of its text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from curbside.errors import UsageError
from curbside.types import Licence

Use = Literal["show", "quote", "export", "send"]
Allowed = Literal["yes", "short quote", "no"]
USES: Final[tuple[Use, ...]] = get_args(Use)
LONGEST_NAME: Final = 160
LONGEST_TEXT: Final = 50_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What one licence allows, in the order of `USES`; source: the text that this was read from."""

    show: bool | None
    quote: bool | None
    export: bool | None
    send: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a use is permitted: wholly, as a short quote with its reference, or not; reason: one sentence."""

    allowed: Allowed
    reason: str


_CC: Final = "https://creativecommons.org/"
TERMS: Final = {
    "CC0": Terms(True, True, True, True, _CC + "publicdomain/zero/1.0/deed"),
    "public domain": Terms(True, True, True, True, _CC + "publicdomain/mark/1.0/deed"),
    "public domain in the USA": Terms(None, True, None, None, "https://wiki.creativecommons.org/wiki/PDM_FAQ"),
    "CC BY": Terms(True, True, True, True, _CC + "licenses/by/4.0/deed"),
    "CC BY-SA": Terms(True, True, True, True, _CC + "licenses/by-sa/4.0/deed"),
    "CC BY-NC": Terms(True, True, None, None, _CC + "licenses/by-nc/4.0/legalcode"),
    "CC BY-NC-SA": Terms(True, True, None, None, _CC + "licenses/by-nc-sa/4.0/legalcode"),
    "CC BY-ND": Terms(True, True, None, None, _CC + "licenses/by-nd/4.0/legalcode"),
    "CC BY-NC-ND": Terms(True, True, None, None, _CC + "licenses/by-nc-nd/4.0/legalcode"),
    "Open Government Licence": Terms(
        True, True, True, True, "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    ),
    "Apache-2.0": Terms(True, True, True, True, "https://www.apache.org/licenses/LICENSE-2.0"),
    "all rights reserved": Terms(None, None, None, None, "the words themselves"),
    "no reproduction without permission": Terms(False, None, False, False, "the words themselves"),
    "text and data mining reserved": Terms(
        None, None, None, False, "https://dev.springernature.com/tdm-reservation-policy"
    ),
    "Elsevier text and data mining licence": Terms(
        None, None, False, False, "https://www.elsevier.com/about/policies-and-standards/text-and-data-mining/license"
    ),
    "non-commercial use only": Terms(True, True, None, None, "the words themselves"),
    "no changes allowed": Terms(True, True, None, None, "the words themselves"),
}


def licence_of(said: str) -> Licence:
    """The licence that `said` names: an address, a name, or the words of a licence statement, or several in lines.

    What is not recognised has unknown for every use, and its own words (shortened) as its name; None where `said` is
    empty. See the module for how what is allowed was read from each licence.
    """
    # Only loading needs the patterns; every question asks what is permitted.
    from curbside.sources._licence_names import found, outermost, restricted
    from curbside.sources.building import line_of

    lines = "\n".join(line_of(one) for one in said[:LONGEST_TEXT].splitlines())
    if not lines.strip():
        return Licence()
    named = restricted(found(lines), lines)
    if not named:
        return Licence(_shortened(line_of(lines)))
    terms = [TERMS[n.key] for n in named]
    show, quote, export, send = (_strictest([getattr(t, use) for t in terms]) for use in USES)
    return Licence(" / ".join(dict.fromkeys(n.name for n in outermost(named))), show, quote, export, send)


def permitted(licence: Licence, use: Use) -> Permission:
    """Whether `use` of a source under `licence` is permitted (the clinical rules, section 8, Rights).

    What the licence does not allow is not done; a short quote with its reference is all for what is not known.
    Raises UsageError for another use.
    """
    if use not in USES:
        raise UsageError(f"{use!r} is no use of a source; the uses are {', '.join(USES)}.")
    allowed = getattr(licence, use)
    name = licence.name or "its licence"
    if allowed:
        return Permission("yes", f"{_capital(name)} allows {_DOING[use]}.")
    if allowed is False:
        return Permission("no", f"{_capital(name)} does not allow {_DOING[use]}.")
    return Permission("short quote", f"{_why_unknown(licence, use)}; a short quote with its reference is all.")


_DOING: Final = {
    "show": "showing the whole text",
    "quote": "quoting it with its reference",
    "export": "exporting its text",
    "send": "sending its text to a hosted model",
}


def _why_unknown(licence: Licence, use: Use) -> str:
    if licence.name is None:
        return "The licence is not known"
    parts = re.split(r"[\s-]", licence.name)
    if "ND" in parts and licence.show and use in ("export", "send"):
        return f"{licence.name} allows no changed text to be passed on"
    if "NC" in parts and licence.show and use in ("export", "send"):
        return f"{licence.name} allows it for non-commercial purposes only, and whether this is one is not known"
    return f"Whether {_uncapital(licence.name)} allows {_DOING[use]} is not known"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _uncapital(name: str) -> str:
    return name if len(name) > LONGEST_NAME - 10 else f"“{name}”"


def _strictest(allowed: list[bool | None]) -> bool | None:
    if False in allowed:
        return False
    return None if None in allowed else True


def _shortened(line: str) -> str:
    return line if len(line) <= LONGEST_NAME else line[:LONGEST_NAME].rsplit(" ", 1)[0] + " ..."
