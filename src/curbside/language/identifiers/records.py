"""Numbers under a label: of records, policies, documents, vehicles and devices (Safe Harbor, items H to M)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.language.identifiers.numbers import digits_of, is_nhs_number
from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_NUMBER = r"(?:numbers?|num|no\.?|nr\.?|id(?:entifier)?|ref(?:erence)?|code|#)"
_WHOSE = (
    r"(?:HSC|EMIS|SystmOne|device|implant|pump|certificate|prescription|subject|participant|donor|donation|"
    r"(?:medical|hospital|health|case|patient|clinic|chart)[ -]?record|hospital|hosp\.?|patient(?:['’]s)?|pt|chart|"
    r"case(?:[ -]?(?:notes?|file))?|account|insurance|policy|medicare|medicaid|NHS|CHI|H&C|K|unit|file|folder|episode|"
    r"encounter|admission|visit|accession|specimen|sample|lab(?:oratory)?|referral|booking|claim|member(?:ship)?|"
    r"subscriber|beneficiary|health[ -]?card|health[ -]?insurance|EHIC|reg(?:istration|\.)?|PAS|EMPI|EPR|EMR|EHR|PMI|"
    r"IHI|PHN|OHIP|RAMQ|national insurance|NI|national(?: identity)?|identity(?: card)?|personal|social insurance|tax|"
    r"passport|(?:driving|driver['’]?s?['’]?) (?:licen[cs]e|permit)|licen[cs]e|visa|residence permit|"
    r"bank account|(?:credit|debit|bank|payment|ID) card|card|service|staff|employee|payroll|student|prison(?:er)?|"
    r"inmate|(?:(?:device|pacemaker|implant) )?serial|badge|DVA|PPS|ward|local|trust|clinic|record)"
)
_ALONE = (
    r"(?:MRN|case file|record(?= \d{6})|(?:medical|hospital|patient|health) record|encounter|accession|(?:her|his|"
    r"their) ID|DVLA licence|"
    r"H/N|HN|CRN|EMIS|SystmOne|case notes?|(?:BUPA|AXA|Aviva|Vitality|Cigna|Aetna|Humana)(?: membership| policy)?|"
    r"Datix|(?:device|pacemaker|ICD|implant|pump|valve|stent) serial|"
    r"membership(?=[ :#]+[A-Z]{0,3}\d)|"
    r"URN|UHID|CHI|NHI|PID|PPSN|NINO|OHIP|PHN|RAMQ|IHI|EHIC|EMPI|BSN|DNI|NIF|CURP|CPF|Aadhaa?r|IBAN|passport|"
    r"(?:driving|driver['’]?s?['’]?) licen[cs]e|(?:credit|debit|bank) card)"
)
_MORE = r"(?:[.-][A-Z]{0,4}\d[A-Z\d]*|/[A-Z]{0,4}\d{3,}[A-Z\d]*|[/.-](?-i:[A-Z]{1,3})(?!\w))*"
_VALUE = (
    rf"(?P<value>(?-i:(?:[A-Z]{{1,3}} ){{1,2}}(?=\d{{4}}))?"
    rf"[A-Z\d]+{_MORE}(?:[ -]\d[A-Z\d]*{_MORE}){{0,4}}(?: (?-i:[A-Z]{{1,3}})(?=[,.:;?)/]|$))?)"
)
_RECORD = Lazy(
    rf"(?<![\w-])(?:{_WHOSE}[ -]?{_NUMBER}|(?P<alone>{_ALONE})(?: {_NUMBER})?)"
    rf"(?:[\s:=#.(-]{{1,4}}(?:is\s+|was\s+)?#?|(?=\d)){_VALUE}(?!\w)",
    re.IGNORECASE,
)
_PLATE = Lazy(
    r"\b(?:(?:vehicle|car) reg(?:istration|\.)?|registration plate|number plate|licen[cs]e plate)"
    r"(?: (?:number|no\.?))?[\s:]{1,3}(?:is )?(?P<value>[A-Z]{2}\d{2} ?[A-Z]{3}|[A-Z\d]{2,4}[ -][A-Z\d]{2,4})\b",
    re.IGNORECASE,
)
# Ten digits in any groups after "NHS"; what a laboratory or Medicare writes; a number before its label in brackets.
_NHS = Lazy(
    r"\bNHS\s?(?:numbers?|num|no\.?|nr\.?|#|id)?[\s:=#.(-]{0,4}(?:is\s|was\s)?[\s:]*(?P<value>\d(?:[\s./–-]{0,2}\d){9})(?!\d)",
    re.IGNORECASE,
)
_FORMS = (
    Lazy(r"(?<!\w)(?P<value>[A-Z],\d\d\.\d{5,8}\.[A-Z])(?!\w)"),
    Lazy(
        r"(?<!\w)(?P<value>[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[ -]?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y\d]\d[ -]?"
        r"[AC-HJKMNP-RT-Y]{2}\d\d)(?!\w)"
    ),
    Lazy(
        r"(?<![\w.-])(?P<value>[A-Z]{0,3} ?\d[\d -]{3,12}\d) ?\((?:(?:hospital|NHS|patient|record|case|unit|passport|"
        r"insurance|policy|CHI) (?:number|no\.?|id)|MRN|CHI)\)",
        re.IGNORECASE,
    ),
)
_PLATE_AFTER = Lazy(
    r"\b(?i:car|vehicle|van|drives|driving|reg|plate|blue badge)[\s:,]{1,2}(?:is )?(?P<value>[A-Z]{2}\d{2} ?[A-Z]{3})\b"
    r"|\bIP(?: address)?[\s:]{1,2}(?P<internet>\d{1,3}(?:\.\d{1,3}){3})(?![\w.])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_A_WORK = Lazy(
    r"\b(?:product|marketing|trial|study|protocol|drug|market|sale|guideline|licensing|batch|lot|catalogue|clinical)"
    r"(?: authori[sz]ation)?[ -]+$",
    re.IGNORECASE,
)


def record_numbers(text: str) -> Iterator[PatientIdentifier]:
    """What follows a label such as "MRN", "hospital number" or "passport no." and has four digits, or five letters and
    digits with two digits among them; the label stays."""
    for match in _NHS.finditer(text):
        kind = "nhs_number" if is_nhs_number(digits_of(match["value"])) else "record_number"
        yield PatientIdentifier(kind, match.start("value"), match.end("value"))
    for match in _RECORD.finditer(text):
        value = match["value"]
        if match["alone"] and _YEAR.fullmatch(value):
            continue
        if _number(value) and not UNIT_AFTER.match(text, match.end()) and not _OF_A_WORK.search(text, 0, match.start()):
            plain = re.sub(r"\W", "", value)
            kind = "nhs_number" if plain.isdigit() and is_nhs_number(digits_of(value)) else "record_number"
            yield PatientIdentifier(kind, match.start("value"), match.end("value"))
    for form in _FORMS:
        for match in form.finditer(text):
            yield PatientIdentifier("record_number", match.start("value"), match.end("value"))
    for match in _PLATE_AFTER.finditer(text):
        group = "value" if match["value"] else "internet"
        yield PatientIdentifier("record_number", match.start(group), match.end(group))
    for match in _PLATE.finditer(text):
        if digits_of(match["value"]):
            yield PatientIdentifier("record_number", match.start("value"), match.end("value"))


def _number(value: str) -> bool:
    """Whether `value` is long enough to be the number of one person, and begins with no plain word."""
    first = re.split(r"[ /.-]", value, maxsplit=1)[0]
    if first.isalpha() and len(first) > 4:
        return False
    chunk = max(value.split(" "), key=len)
    return len(digits_of(value)) >= 4 or (len(digits_of(chunk)) >= 2 and len(re.sub(r"\W", "", chunk)) >= 5)
