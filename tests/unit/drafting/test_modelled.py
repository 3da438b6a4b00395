"""An answer composed by a model that does well and that does badly. Drugs, doses and sources are invented."""

import json
import time
from decimal import Decimal

import pytest

from curbside.models.spending import Caps
from curbside.testing.homes import invented_document
from curbside.testing.model_scripts import evidence, quoting, saying, statements
from curbside.testing.scripted_model import Reply
from curbside.types import Facet, Licence

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
AGAINST = "Fictoprolol is contraindicated in people with asthma."
TRIAL = "In a trial in adults with hypertension, fictoprolol lowered blood pressure more than placebo did."
COURSE = "Blood pressure falls within two weeks after fictoprolol is started in hypertension."
SLOW = "Fictoprolol lowers the heart rate in adults with hypertension."
QUESTION = "fictoprolol dose in hypertension"
TRIALS = "Does fictoprolol lower blood pressure in hypertension?"


def document(id: str, **under: str):
    parts = (f"## {heading}\n\n{text}" for heading, text in under.items())
    return invented_document(id, "# Invented\n\n" + "\n\n".join(parts))


LIBRARY = (
    document("test:a", Dose=DOSE, Contraindications=AGAINST),
    document("test:b", Evidence=TRIAL, Course=COURSE, Effects=SLOW),
)
QUOTES = {DOSE, AGAINST, TRIAL, COURSE, SLOW}


def test_what_a_model_says_rightly_is_said_with_the_spans_of_its_numbers(ask) -> None:
    asked = ask(saying((TRIAL, TRIAL, "evidence")), QUESTION, LIBRARY, length="full")
    told = next(s for s in asked.result.statements if s.text == TRIAL)
    assert [c.source for c in told.citations] == ["test:b"]
    use = asked.result.made.model
    assert (asked.result.made.composer, use.name, use.prompts) == ("model", "invented-1", ("compose 1",))
    assert (use.drafted, use.passed, use.dropped, use.stopped) == (1, 1, 0, "")
    assert use.tokens_in > 0 < use.tokens_out


def test_a_model_chooses_among_what_does_not_have_to_stay(ask) -> None:
    everything = ask(quoting, QUESTION, LIBRARY, length="full")
    some = ask(saying((TRIAL, TRIAL, "evidence")), QUESTION, LIBRARY, length="full")
    assert set(everything.texts) == QUOTES
    assert set(some.texts) == {DOSE, AGAINST, TRIAL}


def test_what_leads_stays_whatever_a_model_chooses(ask) -> None:
    everything, none = ask(quoting, TRIALS, LIBRARY), ask(saying((AGAINST, AGAINST, "other")), TRIALS, LIBRARY)
    assert everything.result.bottom_line
    assert none.result.bottom_line == everything.result.bottom_line
    assert none.result.direction == everything.result.direction


def test_sentences_of_one_source_may_be_joined_and_each_is_cited(ask) -> None:
    both = f"{COURSE} {SLOW}"

    def script(request):
        known = evidence(request)
        return statements([{"text": both, "rests_on": [known[SLOW], known[COURSE]], "facet": "course"}])

    asked = ask(script, QUESTION, LIBRARY, length="full")
    (told,) = [s for s in asked.result.statements if s.text == both]
    ((citation),) = told.citations
    assert len(citation.spans) == 2
    assert asked.result.made.model.passed == 1


def test_sentences_of_two_sources_are_parted_and_each_has_its_own(ask) -> None:
    pulse = "The resting pulse falls with fictoprolol in hypertension."
    other = document("test:c", Course=pulse)

    def script(request):
        known = evidence(request)
        return statements([{"text": f"{pulse} {COURSE}", "rests_on": [known[COURSE], known[pulse]], "facet": "course"}])

    asked = ask(script, f"{QUESTION}, and what is the outlook?", (*LIBRARY, other), length="full")
    cited = {s.text: [c.source for c in s.citations] for s in asked.result.statements}
    assert cited[COURSE] == ["test:b"]
    assert cited[pulse] == ["test:c"]


def test_a_clause_that_stands_may_be_said_and_one_that_does_not_may_not(ask) -> None:
    long = "Apixaban lowers the pulse in hypertension; warfarin raises the pulse in hypertension."
    bent = "Apixaban helps sleep in hypertension unless the dose was missed."
    dose = DOSE.replace("Fictoprolol", "Apixaban")
    sources = (document("test:a", Dose=dose), document("test:c", Effects=long), document("test:d", Evidence=bent))
    clause, cut = "Apixaban lowers the pulse in hypertension.", "Apixaban helps sleep in hypertension."
    script = saying((clause, long, "other"), (cut, bent, "other"))
    asked = ask(script, "apixaban dose in hypertension", sources, length="full")
    assert (clause, True) in asked.told
    assert (cut, False) in asked.told


@pytest.mark.parametrize("script", [saying(), saying((TRIAL, TRIAL, "evidence")), saying((DOSE, DOSE, "regimen"))])
def test_a_dose_and_what_stands_beside_it_stay_whatever_a_model_chooses(ask, script) -> None:
    asked = ask(script, QUESTION, LIBRARY)
    assert {DOSE, AGAINST} <= set(asked.texts)
    (regimen,) = asked.result.regimens
    assert regimen.beside["contraindications"]


@pytest.mark.parametrize(
    "wrong",
    [
        DOSE.replace("6 mg", "60 mg"),
        DOSE.replace("Fictoprolol", "Mockopril"),
        DOSE.replace("once", "twice"),
        DOSE.replace("by mouth", "intravenously"),
        AGAINST.replace("contraindicated", "safe"),
        AGAINST.replace("is contraindicated", "may be contraindicated"),
        TRIAL.replace("lowered", "raised"),
        TRIAL.replace("more", "less"),
        SLOW.replace("lowers", "always lowers"),
        SLOW.replace("adults", "children"),
        COURSE.replace("two weeks", "two days"),
        "Take it now.",
    ],
)
def test_what_is_wrong_is_sent_back_once_then_dropped_and_told(ask, wrong: str) -> None:
    def script(request):
        listed = [{"text": wrong, "rests_on": list(evidence(request).values()), "facet": "evidence"}]
        return statements(listed)

    asked = ask(script, QUESTION, LIBRARY, length="full")
    assert wrong not in asked.texts
    assert set(asked.texts) <= QUOTES
    assert (wrong, False) in asked.told
    assert (wrong, True) not in asked.told
    assert len(asked.server.requests) == 2
    assert "1 drafted statements did not pass the checks and were left out." in asked.notices
    assert "Left out of what the language model said" in asked.notices
    assert wrong not in asked.notices
    assert asked.result.made.model.dropped == 1


def test_a_statement_that_is_mended_is_told_once(ask) -> None:
    wrong = TRIAL.replace("more", "much more")

    def script(request):
        text = TRIAL if "Did not pass" in request["messages"][-1]["content"] else wrong
        return saying((text, TRIAL, "evidence"))(request)

    asked = ask(script, TRIALS, LIBRARY)
    assert TRIAL in asked.texts
    assert (wrong, False) not in asked.told
    use = asked.result.made.model
    assert (use.drafted, use.passed, use.repaired, use.dropped) == (1, 1, 1, 0)
    assert use.prompts == ("compose 1", "repair 1")
    assert "much" in asked.server.requests[1]["messages"][-1]["content"]


def test_where_nothing_passes_the_quoting_composer_answers_and_says_so(ask) -> None:
    def script(request):
        return statements(
            [{"text": f"{t} Indeed.", "rests_on": [n], "facet": "other"} for t, n in evidence(request).items()]
        )

    worded = ask(lambda _: "I cannot help with that.", QUESTION, LIBRARY)
    assert "Nothing of what the language model said passed the checks" in worded.notices
    assert {DOSE, AGAINST} <= set(worded.texts) <= QUOTES
    assert worded.result.bottom_line
    dropped = ask(script, QUESTION, LIBRARY)
    assert set(dropped.texts) <= QUOTES


@pytest.mark.parametrize(
    ("replies", "told"),
    [
        ([Reply(status=401)], "answered 401"),
        ([Reply(chunks=['{"statements": ['], stall=True)], "silent"),
        ([Reply(chunks=['{"statements": [', "{"], drop=True)], "broke off"),
        ([Reply(status=429, headers={"Retry-After": "600"})], "answered 429"),
        ([Reply(raw=b"\x00\xff")], "no answer of a model|passed the checks"),
    ],
)
def test_a_model_that_fails_leaves_the_answer_to_the_quoting_composer(ask, replies, told) -> None:
    begun = time.perf_counter()
    asked = ask(replies, QUESTION, LIBRARY, first=0.5)
    assert time.perf_counter() - begun < 10
    assert {DOSE, AGAINST} <= set(asked.texts) <= QUOTES
    assert any(part in asked.notices for part in told.split("|")), asked.notices


def test_after_half_a_stream_what_passed_stays_and_the_rest_is_quoted(ask) -> None:
    def script(request):
        whole = saying((TRIAL, TRIAL, "evidence"), (SLOW, SLOW, "other"))(request)
        cut = whole.index(TRIAL) + len(TRIAL) + 60
        return Reply(chunks=[whole[:cut], "x"], drop=True)

    asked = ask(script, TRIALS, LIBRARY)
    everything = ask(quoting, TRIALS, LIBRARY)
    assert asked.told[0] == (TRIAL, True)
    assert set(asked.texts) == set(everything.texts)
    assert "broke off" in asked.result.made.model.stopped


@pytest.mark.parametrize(
    ("caps", "told"),
    [
        (Caps(tokens=300), "CURBSIDE_MODEL_TOKENS"),
        (Caps(price_in=Decimal(10), price_out=Decimal(10), cost=Decimal("0.003")), "CURBSIDE_MODEL_COST"),
        (Caps(seconds=0.4), "CURBSIDE_MODEL_SECONDS"),
    ],
)
def test_a_cap_that_is_reached_ends_in_quotations_and_is_told(ask, caps: Caps, told: str) -> None:
    asked = ask(lambda r: Reply(quoting(r), pause=0.2), QUESTION, LIBRARY, caps=caps)
    assert told in asked.notices
    assert {DOSE, AGAINST} <= set(asked.texts) <= QUOTES


def test_an_endless_answer_ends(ask) -> None:
    def script(request):
        one = json.dumps({"text": "Take 5 mg.", "rests_on": [1], "facet": "regimen"})
        return Reply(chunks=['{"statements": [', *[one + ","] * 20_000])

    begun = time.perf_counter()
    asked = ask(script, QUESTION, LIBRARY)
    assert time.perf_counter() - begun < 10
    assert {DOSE, AGAINST} <= set(asked.texts) <= QUOTES


def test_statements_are_told_before_the_model_is_done(ask, tmp_path) -> None:
    from curbside.composing.model import ModelComposer
    from curbside.events import Checked
    from curbside.models.chosen import opened
    from curbside.models.configuration import Configuration
    from curbside.testing.homes import invented_engine
    from curbside.testing.scripted_model import ScriptedModel

    def script(request):
        whole = saying((TRIAL, TRIAL, "evidence"), (SLOW, SLOW, "other"))(request)
        cut = whole.index(SLOW)
        return Reply(chunks=[whole[:cut], whole[cut:]], pause=1.0)

    with ScriptedModel(script) as server:
        model = opened(Configuration(server.url, "invented-1", hosted=False))
        with invented_engine(tmp_path / "streamed", LIBRARY, composer=ModelComposer(model)) as engine:
            events = engine.events(TRIALS)
            first = next(e for e in events if isinstance(e, Checked))
            assert server.at_once == 1, "the model is still answering"
            assert first.kept
            events.close()
            until = time.perf_counter() + 5
            while server.at_once and time.perf_counter() < until:
                time.sleep(0.02)
            assert server.at_once == 0, "closing the events ends the request"
        model.close()


def test_a_facet_of_the_model_makes_no_warning_and_no_bottom_line(ask) -> None:
    asked = ask(
        saying((SLOW, SLOW, "bottom_line"), (TRIAL, TRIAL, "contraindications")), QUESTION, LIBRARY, length="full"
    )
    placed = {s.text: s.facet for s in asked.result.statements}
    assert placed[SLOW] is not Facet.BOTTOM_LINE
    assert placed[TRIAL] is not Facet.CONTRAINDICATIONS


def test_numbers_alone_quote(ask) -> None:
    asked = ask(saying(("", TRIAL, "evidence")), TRIALS, LIBRARY)
    assert TRIAL in asked.texts
    assert asked.result.made.model.passed == 1


@pytest.mark.parametrize("number", [0, 99, -1])
def test_a_number_that_is_no_evidence_supports_nothing(ask, number: int) -> None:
    listed = [{"text": TRIAL, "rests_on": [number], "facet": "evidence"}]
    asked = ask([statements(listed)], TRIALS, LIBRARY)
    assert (TRIAL, False) in asked.told
    assert "evidence (1)" in asked.notices


def test_evidence_of_another_sentence_supports_nothing(ask) -> None:
    asked = ask(saying((SLOW, TRIAL, "evidence")), TRIALS, LIBRARY)
    assert (SLOW, False) in asked.told


def test_a_licence_that_forbids_sending_is_kept_and_the_sentence_is_quoted(ask) -> None:
    secret = invented_document(
        "test:s", f"# Invented\n\n## Dose\n\n{DOSE}", licence=Licence("own", True, True, True, False)
    )
    sources = (secret, LIBRARY[1])
    hosted = ask(quoting, QUESTION, sources, hosted=True, length="full")
    assert DOSE not in hosted.server.bodies[0].decode()
    assert DOSE in hosted.texts
    assert hosted.result.made.model.unsent == 1
    assert "They were not sent" in hosted.notices
    here = ask(quoting, QUESTION, sources, hosted=False, length="full")
    assert DOSE in here.server.bodies[0].decode()
    assert here.result.made.model.unsent == 0


def test_where_nothing_may_be_sent_nothing_is(ask) -> None:
    secret = [invented_document(s.id, s.text, licence=Licence("own", send=False)) for s in LIBRARY]
    asked = ask(quoting, QUESTION, secret, hosted=True)
    assert asked.server.requests == []
    assert {DOSE, AGAINST} <= set(asked.texts)


def test_a_small_context_is_asked_one_facet_at_a_time(ask) -> None:
    asked = ask(quoting, QUESTION, LIBRARY, length="full", context=700)
    assert len(asked.server.requests) > 1
    assert {DOSE, AGAINST} <= set(asked.texts) <= QUOTES
    assert asked.result.made.model.stopped == ""


def test_a_prompt_that_is_too_long_for_the_server_is_halved(ask) -> None:
    asked = ask(lambda r: Reply(status=400) if len(evidence(r)) > 1 else quoting(r), QUESTION, LIBRARY, length="full")
    assert asked.result.made.model.stopped == ""
    assert asked.result.made.model.passed > 1


def test_identifiers_of_a_patient_are_not_sent(ask) -> None:
    asked = ask(quoting, f"Mr John Smith, NHS number 943 476 5919: {QUESTION}?", LIBRARY)
    body = b" ".join(asked.server.bodies).decode()
    assert "Smith" not in body
    assert "943" not in body


def test_a_refusal_has_the_record_of_what_was_asked_for_it(ask) -> None:
    words = "What is zzyzxin? And what is it for?"
    refused = ask(lambda r: json.dumps({"parts": [], "queries": ["zzyzxin"]}), words, LIBRARY)
    assert refused.result.reason == "not_in_library"
    assert refused.result.made.model.prompts == ("rewrite 1",)
    assert refused.result.made.model.tokens_in > 0


def test_a_question_that_the_rules_understand_is_not_rewritten(ask) -> None:
    assert ask(quoting, QUESTION, LIBRARY).result.made.model.prompts == ("compose 1",)


def test_a_question_in_parts_is_rewritten_and_loses_nothing(ask) -> None:
    def script(request):
        if "Evidence" not in request["messages"][-1]["content"]:
            return json.dumps({"parts": ["fictoprolol heart rate"], "queries": ["unrelated words"]})
        return quoting(request)

    parts = f"What is the {QUESTION}? Does it change the heart rate?"
    asked = ask(script, parts, LIBRARY, length="full")
    assert asked.result.made.model.prompts == ("rewrite 1", "compose 1")
    assert {DOSE, AGAINST} <= set(asked.texts)
    without = ask(lambda r: "no" if "Evidence" not in r["messages"][-1]["content"] else quoting(r), parts, LIBRARY)
    assert {DOSE, AGAINST} <= set(without.texts)
