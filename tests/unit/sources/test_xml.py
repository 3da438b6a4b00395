from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from curbside.errors import InputError
from curbside.sources.mathml import math_of
from curbside.sources.xml import events, line, parsed, pieces, root_of, text_of, unknown_entities

# Every document here is invented.

MATHML = "http://www.w3.org/1998/Math/MathML"


def text(inner: str, doctype: str = "") -> str:
    return text_of(parsed(f"{doctype}<a>{inner}</a>".encode(), "a.xml"))


def refused(raw: bytes) -> InputError:
    with pytest.raises(InputError) as caught:
        parsed(raw, "a.xml")
    return caught.value


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("10<sup>9</sup>/L", "10⁹/L"),
        ("mL<sup>-1</sup>, mL<sup>−1</sup>, mL<sup>–1</sup>", "mL⁻¹, mL⁻¹, mL⁻¹"),
        ("5 mg<sup>1,2</sup>", "5 mg^(1,2)"),
        ("5 mg<sup>a</sup>", "5 mg^(a)"),
        ("the 5<sup>th</sup> day of Inventium<sup>®</sup>", "the 5th day of Inventium®"),
        ("B<sub>12</sub> and HbA<sub>1c</sub> at C<sub>max </sub>are", "B₁₂ and HbA1c at Cmax are"),
        ("log<sub>10</sub>5", "log₁₀5"),
        ("5<sub>a</sub> and x<sub>a1</sub>5", "5_(a) and x_(a1)5"),
        ("2<sup>3<sup>2</sup></sup>", "2^(3²)"),
        ("10<sup> </sup>9", "10 9"),
        ("<i>10<sup>9</sup></i>", "10⁹"),
        ("10<!-- a comment --><sup>9</sup><?pi x?>/L", "10⁹/L"),
        ("1 <![CDATA[< 2 & 3]]>", "1 < 2 & 3"),
    ],
)
def test_raised_and_lowered_characters_stay_apart_from_what_they_stand_on(marked: str, plain: str) -> None:
    assert text(marked) == plain


@given(st.integers(1, 99), st.integers(0, 99))
def test_a_power_is_never_read_as_a_longer_number(base: int, power: int) -> None:
    for raised in (text(f"{base}<sup>{power}</sup>/L"), text(f"{base}<sup><i>{power}</i></sup>/L")):
        assert f"{base}{power}" not in raised


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        ("<msup><mn>10</mn><mn>9</mn></msup>", "10⁹"),
        ("<mn>10</mn><mn>9</mn>", "10 9"),
        ("<mn>1</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "1 1/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a + b)/c"),
        ("<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></msup>", "(a + b)²"),
        ("<semantics><msqrt><mi>x</mi></msqrt><annotation>left out</annotation></semantics>", "√(x)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√(x)"),
        ("<msub><mi>C</mi><mi>max</mi></msub>", "Cmax"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x₁²"),
        ("<mn>2</mn><mo>&#x2062;</mo><mn>3</mn>", "2 3"),
        ("<mmultiscripts><mi>C</mi><mprescripts/><none/><mn>14</mn></mmultiscripts>", "¹⁴C"),
        ("<mfenced><mn>1</mn><mn>2</mn></mfenced>", "(1, 2)"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", "1, 2"),
        ("<mover><mi>x</mi><mo>¯</mo></mover><mspace/><mtext>mean</mtext>", "x^(¯) mean"),
        ("<mn>5</mn><mphantom><mn>9</mn></mphantom>", "5"),
    ],
)
def test_a_formula_is_written_in_a_line_without_running_numbers_together(formula: str, plain: str) -> None:
    element = etree.fromstring(f'<math xmlns="{MATHML}">{formula}</math>')
    assert math_of(element) == plain


def test_a_formula_in_a_sentence_does_not_run_into_a_number() -> None:
    assert text(f'5<m:math xmlns:m="{MATHML}"><m:mn>10</m:mn></m:math>6') == "5 10 6"


def test_a_control_of_windows_does_not_join_two_numbers() -> None:
    raw = b'<?xml version="1.0" encoding="iso-8859-1"?><a>5\x9610 mg\x85</a>'
    assert text_of(parsed(raw, "a.xml")) == "5\ufffd10 mg"


def test_a_declared_encoding_is_read() -> None:
    assert text_of(parsed(b'<?xml version="1.0" encoding="windows-1252"?><a>\xe9 5\x9610</a>', "a.xml")) == "é 5–10"
    assert text_of(parsed('<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"), "a.xml")) == "é"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"<a>\n\xff</a>", "is not in the encoding that it declares (UTF-8 where it declares none)"),
        (b'<?xml version="1.0" encoding="ascii"?>\n<a>\xe9</a>', "is not in the encoding that it declares"),
        (b'<?xml version="1.0" encoding="nonesuch"?>\n<a/>', "declares an encoding that cannot be read"),
        (b"<a>\n<b></a>", "is not well-formed XML"),
        (b"<a>\n<b>", "ends too early"),
        (b"<a>\n&nonesuch;</a>", "is not well-formed XML"),
        (b"", "has no XML element in it"),
        (b"no markup", "has no XML element in it"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(raw: bytes, reason: str) -> None:
    found = refused(raw)
    assert found.reason.startswith(reason)
    assert found.where.startswith("a.xml")
    if b"\n" in raw and "encoding" not in reason:
        assert found.where == "a.xml, line 2"
    assert "\n" not in str(found)


def test_an_entity_of_the_document_is_put_in_where_it_is_plain_characters() -> None:
    assert text("5 &micro;g &me; <b/>&micro;", '<!DOCTYPE a [<!ENTITY micro "&#181;"><!ENTITY me "I">]>') == "5 µg I µ"


def test_a_character_entity_of_a_dtd_that_is_not_loaded_is_put_in() -> None:
    assert text("5 &mu;g caf&eacute;", '<!DOCTYPE a SYSTEM "http://example.org/x.dtd">') == "5 μg café"


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x SYSTEM "http://example.org/x">',
        '<!ENTITY x "<b>1</b>">',
        '<!ENTITY y "1"><!ENTITY x "&y;&y;">',
        f'<!ENTITY x "{"1" * 65}">',
        '<!ENTITY % p SYSTEM "http://example.org/p"> %p;',
    ],
)
def test_an_entity_that_is_more_than_characters_is_refused_and_not_dropped(subset: str) -> None:
    found = refused(f"<!DOCTYPE a [{subset}]><a>5 &x; mg</a>".encode())
    assert "&x;" in found.reason


def test_an_entity_that_the_parser_drops_from_an_attribute_is_told() -> None:
    found = refused(b'<!DOCTYPE a SYSTEM "x.dtd"><a label="5 &mu;g">&mu;</a>')
    assert "attribute" in found.reason


def test_entities_within_entities_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY e0 "ha">{levels}]>'
    assert "amplification" in refused(f"{bomb}<a>&e9;</a>".encode()).reason
    assert "amplification" in refused(f'{bomb}<a b="&e9;"/>'.encode()).reason


def test_elements_are_streamed_with_what_was_complete_before_a_fault() -> None:
    raw = b"<r><x>lost</x><c>1<d>2</d></c>\n<c>3</c>\n<c>4</d></r>"
    found: list[str] = []
    with pytest.raises(InputError) as caught:
        found.extend(text_of(element) for element in events(io.BytesIO(raw), "a.xml", ("c",)))
    assert found == ["12", "3"]
    assert caught.value.where == "a.xml, line 3"


def test_streamed_elements_have_their_entities_resolved_or_named() -> None:
    raw = b'<!DOCTYPE r [<!ENTITY m "&#956;"><!ENTITY x "&m;&m;">]><r><c>5 &m;g</c><c>&x;</c></r>'
    found = [(text_of(e), unknown_entities(e)) for e in events(io.BytesIO(raw), "a.xml", ("c",))]
    assert found == [("5 μg", ()), ("&x;", ("x",))]


def test_streaming_keeps_few_records_in_memory() -> None:
    stream = io.BytesIO(b"<r>" + (b"<c><d>" + b"word " * 200 + b"</d></c>") * 2_000 + b"</r>")
    siblings = [len(parent) for e in events(stream, "a.xml", ("c",)) if (parent := e.getparent()) is not None]
    assert len(siblings) == 2_000
    assert max(siblings) < 100


def test_bytes_without_a_record_are_bounded() -> None:
    stream = io.BytesIO(b"<r>" + b"<x/>" * 300_000 + b"</r>")
    with pytest.raises(InputError, match="of more than 100,000 bytes"):
        list(events(stream, "a.xml", ("c",), longest=100_000))


def test_many_entities_of_a_dtd_are_resolved_in_time_and_none_is_lost_unsaid() -> None:
    many = b'<!DOCTYPE r SYSTEM "x"><r><c>' + b"&mu;" * 50_000 + b"</c></r>"
    assert text_of(parsed(many, "a.xml")) == "μ" * 50_000
    with pytest.raises(InputError, match="too many entities"):
        list(events(io.BytesIO(many), "a.xml", ("c",)))
    with pytest.raises(InputError, match="too many entities"):
        parsed(many.replace(b"<c>", b'<c d="&mu;">'), "a.xml")


@pytest.mark.parametrize(
    ("head", "root"),
    [
        (b"<?xml version='1.0'?><!-- x --><a b='1'><c>", "a"),
        (b'<n:a xmlns:n="urn:n"', None),
        (b'<n:a xmlns:n="urn:n">', "{urn:n}a"),
        (b"<!DOCTYPE html><html><head><meta>", "html"),
        ('<?xml version="1.0" encoding="utf-16"?><a>'.encode("utf-16"), "a"),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_the_root_is_told_by_the_first_bytes(head: bytes, root: str | None) -> None:
    assert root_of(head) == root


def test_tags_that_set_apart_are_set_apart() -> None:
    element = etree.fromstring("<a><t>Dose</t>5<break/>10 mg</a>")
    assert text_of(element, apart=("t", "break")) == "Dose 5 10 mg"
    assert text_of(None) == ""
    assert "".join(pieces(element)) == "Dose510 mg"


@given(st.text(max_size=60))
def test_a_line_has_single_spaces_and_every_other_character(raw: str) -> None:
    found = line(raw)
    assert "  " not in found
    assert found == found.strip()
    assert line(found) == found
    kept = [c for c in unicodedata.normalize("NFC", raw.lstrip("\ufeff")) if not c.isspace()]
    assert [c for c in found if not c.isspace() and c != "\ufffd"] == [
        c for c in kept if not ("\x7f" <= c <= "\x9f") and c != "\ufffd"
    ]


@settings(max_examples=200)
@given(
    st.binary(max_size=80), st.sampled_from([b"<a>", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>", b"<?xml version='1.0'?>"])
)
def test_any_bytes_are_read_or_refused(rest: bytes, start: bytes) -> None:
    said = ""
    try:
        text_of(parsed(start + rest, "a.xml"))
    except InputError as error:
        said = str(error)
    assert not said or (said.startswith("a.xml") and "\n" not in said)
