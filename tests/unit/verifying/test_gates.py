"""The gates one by one. All sentences are invented."""

from __future__ import annotations

import pytest

from curbside.errors import SourceNotFound
from curbside.types import Outcome, Span, Unit, UnitKind
from curbside.verifying import CitedText, binding, modality, numbers, polarity, quote, supporting, verify, whole
from curbside.verifying.alignment import nearest
from curbside.verifying.base import joiners_for

SENTENCE = "Labetalol 250 mg should not be given by mouth twice daily to adults with a heart rate below 50 beats."
SPAN = Span("invented:1", "0" * 64, 3, 9)


def read(span: Span) -> str:
    return "Go labetalol"[span.start : span.end]


def test_the_quote_gate_rereads_the_stored_text() -> None:
    assert quote.check([SPAN], ["labeta"], read).passed
    assert quote.check([SPAN], ["Labeta"], read).words == ("Labeta",)
    assert not quote.check([], [], read).passed
    assert not quote.check([SPAN], [], read).passed


def test_the_quote_gate_fails_where_the_version_is_gone() -> None:
    def gone(span: Span) -> str:
        raise SourceNotFound(span.source, span.content_hash)

    reason = quote.check([SPAN], ["labeta"], gone)
    assert not reason.passed
    assert "invented:1" in reason.message


def test_only_whole_units_pass_and_notes_never_do() -> None:
    unit = Unit(3, 9, UnitKind.SENTENCE)
    assert whole.check([SPAN], lambda _: [unit]).passed
    assert not whole.check([SPAN], lambda _: [Unit(3, 12, UnitKind.SENTENCE)]).passed
    assert not whole.check([SPAN], lambda _: [Unit(3, 9, UnitKind.NOTE)]).passed
    assert not whole.check([], lambda _: [unit]).passed


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Labetalol", "Atenolol", ("Atenolol", "Labetalol")),
        ("by mouth", "intravenously", ("intravenously", "by mouth")),
        ("adults", "children", ("children", "adults")),
    ],
)
def test_the_binding_gate_names_what_stands_elsewhere(old: str, new: str, words: tuple[str, ...]) -> None:
    assert binding.check(nearest(SENTENCE.replace(old, new), [SENTENCE])).words == words


def test_the_numbers_gate_names_the_quantity() -> None:
    cited = CitedText((SENTENCE,))
    assert numbers.check(nearest(SENTENCE.replace("250", "25"), cited.support), cited).words == ("25 mg",)
    assert numbers.check(nearest(SENTENCE.replace("250 mg", "0.25 g"), cited.support), cited).passed
    assert numbers.check(nearest(SENTENCE.replace("twice", "once"), cited.support), cited).words == ("once daily",)


def test_the_polarity_gate_names_what_was_added_and_left_out() -> None:
    assert polarity.check(nearest(SENTENCE.replace("not ", ""), [SENTENCE])).words == ("not",)
    assert "added: without" in polarity.check(nearest(SENTENCE.replace("with ", "without "), [SENTENCE])).message


def test_the_modality_gate_names_the_stronger_word() -> None:
    assert modality.check(nearest(SENTENCE.replace("should", "must"), [SENTENCE])).words == ("must",)
    weak = "Iron may be considered."
    assert modality.check(nearest("Iron is mandatory.", [weak])).words == ("mandatory", "may", "considered")


def test_every_gate_is_in_the_verdict() -> None:
    verdict = verify(SENTENCE, [CitedText((SENTENCE,))])
    assert verdict.outcome is Outcome.SUPPORTED
    assert [r.gate for r in verdict.reasons] == ["binding", "numbers", "polarity", "modality", "support"]
    assert all(r.passed for r in verdict.reasons)


def test_without_citations_nothing_is_supported() -> None:
    for cited in ([], [CitedText(())], [CitedText(("",))], [CitedText((), (SENTENCE,))]):
        assert verify(SENTENCE, cited).outcome is Outcome.NOT_ENOUGH
    assert verify("", [CitedText((SENTENCE,))]).outcome is not Outcome.SUPPORTED
    assert verify("...", [CitedText((SENTENCE,), ())]).outcome is not Outcome.SUPPORTED


def test_only_the_citations_that_say_it_alone_are_supporting() -> None:
    other = "Atenolol 30 mg is given once daily."
    assert supporting(SENTENCE, [CitedText((other,)), CitedText((SENTENCE,))]) == (1,)
    assert supporting(SENTENCE + " " + other, [CitedText((other,)), CitedText((SENTENCE,))]) == ()
    assert supporting(SENTENCE + " " + other, [CitedText((SENTENCE, other))]) == (0,)


def test_a_source_is_called_a_label_or_guideline_only_where_it_is_one() -> None:
    assert "According to the label:" in joiners_for({"label"})
    assert "According to the guideline:" in joiners_for({"guideline"})
    for kinds in ({"guideline"}, {"label", "systematic_review"}, set()):
        assert not [j for j in joiners_for(kinds) if "label" in j]
    assert "Also:" in joiners_for(set())
