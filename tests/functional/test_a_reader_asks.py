"""A reader asks, and watches the answer being made."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.functional import acting
from tests.functional.conftest import Site, Visit, Watched
from tests.functional.sources import COUGH, RASH


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reader_asks_and_gets_the_dose_with_its_quote_behind_it(visit: Visit, script: bool) -> None:
    page = visit("rana", script=script)
    acting.ask(page, RASH.question)
    expect(page.get_by_role("heading", level=1)).to_contain_text("rashamine", ignore_case=True)
    expect(acting.dose(page, RASH)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(re.compile("nobody has reviewed", re.I))
    expect(page.get_by_role("table").first).to_contain_text("twice daily")
    acting.marks(page).first.click()
    expect(page.locator("mark").first).to_contain_text(RASH.dosing[:60])


def test_a_visitor_without_an_account_asks_where_the_owner_lets_anyone(visit: Visit) -> None:
    page = visit()
    acting.ask(page, COUGH.question)
    expect(acting.dose(page, COUGH)).to_be_visible()


def test_the_stages_and_the_statements_appear_while_the_answer_is_made(visit: Visit) -> None:
    page = visit("rana")
    page.add_init_script(
        """const seen = []; window.seen = seen;
        new MutationObserver(() => { const main = document.querySelector('main'); if (main) seen.push(main.innerText) })
          .observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
        window.addEventListener('pagehide', () => sessionStorage.setItem('seen', seen.join('\\n---\\n')))"""
    )
    page.goto("/")
    page.get_by_role("textbox", name="question").fill("What is the dose of apixaban in atrial fibrillation?")
    page.get_by_role("button", name="Ask", exact=True).click()
    acting.answer(page).wait_for(timeout=acting.ANSWERED)
    seen = page.evaluate("(sessionStorage.getItem('seen') || '') + window.seen.join('\\n')")
    assert re.search(r"search", seen, re.I)
    assert re.search(r"\d+ passages", seen)
    assert re.search(r"check", seen, re.I)
    assert "apixaban for adults with non-valvular" in seen


def test_a_page_opened_again_in_the_middle_shows_one_answer_and_no_statement_twice(visit: Visit) -> None:
    page = visit("rana")
    page.goto("/")
    page.get_by_role("textbox", name="question").fill(RASH.question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/runs/**")
    second = page.context.new_page()
    second.goto(page.url)
    for one in (page, second):
        acting.answer(one).wait_for(timeout=acting.ANSWERED)
    second.reload()
    assert acting.words(page) == acting.words(second)
    assert acting.words(page).count("until the rash clears, then") == 1


def test_a_question_is_not_shown_to_anybody_else(visit: Visit, watched: Watched) -> None:
    page = visit("rana")
    acting.ask(page, RASH.question)
    watched.expected = ("status of 404",)
    for other in (visit("ada"), visit("adam"), visit()):
        assert other.goto(page.url).status == 404


def test_what_the_library_does_not_hold_is_said_and_not_made_up(visit: Visit) -> None:
    page = visit("rana")
    page.goto("/")
    page.get_by_role("textbox", name="question").fill("What is the dose of nonexistamab in hereditary angioedema?")
    page.get_by_role("button", name="Ask", exact=True).click()
    told = page.get_by_role("main")
    expect(told).to_contain_text(re.compile("not found|no answer|nothing|not in your library", re.I), timeout=30_000)
    expect(page.get_by_role("textbox", name="Your question")).to_have_value(re.compile("nonexistamab"))


def test_an_emergency_is_met_above_everything(visit: Visit) -> None:
    page = visit("rana")
    page.goto("/")
    page.get_by_role("textbox", name="question").fill("I have crushing chest pain. What is the dose of rashamine?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/runs/**")
    expect(page.get_by_text(re.compile("call 999", re.I)).first).to_be_in_viewport()


def test_the_identifiers_of_a_patient_are_masked_before_the_question_is_shown_again(visit: Visit) -> None:
    page = visit("rana")
    page.goto("/")
    page.get_by_role("textbox", name="question").fill(
        "Mrs Jane Doe, NHS number 943 476 5919, has the invented rash. What is the dose of rashamine in adults?"
    )
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_url("**/runs/**")
    assert "943 476 5919" not in page.content()
    assert "Jane Doe" not in page.content()
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("[name], NHS number [NHS number]")


def test_an_empty_box_is_told_in_words_beside_it(visit: Visit) -> None:
    page = visit("rana", script=False)
    page.goto("/")
    box = page.get_by_role("textbox", name="question")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Write a question.")).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("Write a question"))


def test_who_the_reader_is_changes_the_wording_and_is_remembered(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    page.get_by_label("Which best describes you?").select_option("patient")
    page.get_by_role("textbox", name="question").fill(RASH.question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text(re.compile("for (a )?patients?", re.I)).first).to_be_visible(timeout=acting.ANSWERED)
    expect(page.get_by_role("main")).to_contain_text(re.compile("doctor|pharmacist", re.I))
    page.goto("/")
    expect(page.get_by_label("Which best describes you?")).to_have_value("patient")


def test_a_follow_up_box_takes_the_topic_over(visit: Visit, site: Site) -> None:
    page = visit("rana")
    acting.ask(page, RASH.question)
    page.get_by_role("textbox", name=re.compile("follow|question", re.I)).fill("And what is to be monitored?")
    page.get_by_role("button", name=re.compile("ask", re.I)).click()
    page.wait_for_url("**/runs/**")
    acting.answer(page).wait_for(timeout=acting.ANSWERED)
    expect(page.get_by_role("main")).to_contain_text("serum creatinine")
    expect(page.get_by_role("main")).to_contain_text("rashamine")
