"""An article on its way: written, reviewed, approved, lapsed, amended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.functional import acting, sources
from tests.functional.conftest import Site, Visit, Watched
from tests.functional.sources import CHILL, CRAMP, ITCH, YAWN

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


def statement(page: Any, words: str) -> Any:
    """A statement with what stands beside it."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=words).first


def hand_in(page: Any) -> None:
    page.get_by_role("button", name=re.compile("hand in|submit", re.I)).click()
    expect(page.get_by_role("main")).to_contain_text("submitted")


def open_review(page: Any, words: str) -> None:
    """By the menu and the queue."""
    page.goto("/")
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("link", name=re.compile(words, re.I)).first.click()


def take(page: Any) -> None:
    page.get_by_role("button", name=re.compile("begin to review", re.I)).click()
    expect(page.get_by_role("main")).to_contain_text("under review")


def all_sound(page: Any) -> None:
    """Sent by a script once the single verdicts are there, so some time after the click."""
    for verdict in page.get_by_role("group", name=re.compile("verdict on", re.I)).all():
        verdict.get_by_label("Sound").check()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("keep these verdicts", re.I)).click()


def approve(page: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^approve", re.I)).click()


def test_an_article_is_written_reviewed_approved_lapses_and_is_amended(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    ada, ben, reader = visit("ada"), visit("ben"), visit()
    slug = written(ada)
    article = f"/articles/{slug}/"
    reader.goto(article)
    main = reader.get_by_role("main")
    expect(main).to_contain_text(re.compile("nobody has reviewed", re.I))

    reviewed(ben)
    reader.reload()
    expect(main).to_contain_text(re.compile("approved by ben reviewer", re.I))
    expect(main).to_contain_text("40 mg")

    table = sources.retraction(CRAMP, tmp_path / "retractions.csv")
    site.house.curbside("ingest", "retractions", "--home", str(site.house.home), str(table))
    follow(visit("adam"))
    acting.reload_until(reader, re.compile("needs a new review|needs re-review", re.I))
    assert_withdrawn(reader, article)
    assert_told(visit("edith"))

    amended(ada, slug)
    reader.goto(article)
    expect(main).to_contain_text(re.compile("newer version .*waiting", re.I))
    reviewed(ben, new="30")
    reader.reload()
    expect(main).to_contain_text("30 mg")
    expect(main).to_contain_text(re.compile("approved by ben reviewer", re.I))
    reader.goto(f"{article}revisions/1/")
    expect(main).to_contain_text(re.compile("newer version was approved|superseded", re.I))
    assert "40 mg" not in reader.content()


def written(author: Any) -> str:
    """Ask, make an article of the answer, and hand it in: its slug."""
    acting.ask(author, CRAMP.question)
    author.get_by_role("button", name=re.compile("make an article|article of this", re.I)).click()
    expect(author.get_by_role("heading", level=1)).to_contain_text("crampazine", ignore_case=True)
    hand_in(author)
    slug = re.search(r"/write/([^/]+)/", author.url)
    assert slug is not None
    return slug[1]


def reviewed(reviewer: Any, new: str = "") -> None:
    """Review and approve it. new: what an amendment shows as new."""
    open_review(reviewer, "crampazine")
    take(reviewer)
    if new:
        expect(reviewer.locator("ins").first).to_contain_text(new)
    all_sound(reviewer)
    approve(reviewer)


def assert_withdrawn(reader: Any, article: str) -> None:
    """The dose is nowhere, the source is called retracted, and nothing is offered that cannot be had."""
    expect(reader.get_by_role("main")).to_contain_text(re.compile("retracted", re.I))
    assert "40 mg" not in reader.content(), "a dose of a retracted source is hidden, not folded"
    for program in ("fhir/PlanDefinition", "feeds/articles.atom", "feeds/articles.rss", f"{article[1:]}as/md"):
        assert "40 mg" not in reader.request.get(f"/{program}").text(), program
    assert not reader.request.get(f"{article}schedule.ics?start=2026-12-07").ok
    offered = [a.get_attribute("href") for a in reader.locator("a[href*='/as/']").all()]
    assert [href for href in offered if not reader.request.get(str(href)).ok] == [], "files that cannot be had"
    reference = acting.section(reader, "References").get_by_role("listitem").first
    expect(reference).to_contain_text("retracted")
    expect(reference).not_to_contain_text("current")


def assert_told(editor: Any) -> None:
    """An editor sees what lapsed and why."""
    editor.goto("/")
    editor.get_by_role("link", name="Edit", exact=True).click()
    lapsed = editor.get_by_role("listitem").filter(has_text=re.compile("crampazine", re.I)).first
    expect(lapsed).to_contain_text(re.compile("retracted", re.I))


def amended(author: Any, slug: str) -> None:
    """Add a newer source, ask the question of the article anew, and hand the new text in."""
    author.goto("/write/")
    author.get_by_role("link", name=re.compile("add a source", re.I)).click()
    newer = CRAMP.newer(30)
    author.get_by_label("Document").set_input_files(
        {"name": "newer.md", "mimeType": "text/markdown", "buffer": newer.markdown().encode()}
    )
    author.get_by_role("button", name=re.compile("library|add|upload", re.I)).first.click()
    expect(author.get_by_role("main")).to_contain_text(newer.title)
    author.goto(f"/write/{slug}/")
    edit = author.get_by_role("button", name="Edit", exact=True)
    if edit.count():
        edit.click()
    author.get_by_role("button", name=re.compile("anew", re.I)).click()
    expect(author.get_by_role("main")).to_contain_text("30 mg", timeout=acting.ANSWERED)
    author.get_by_label(re.compile("what changed", re.I)).fill("Its source was retracted; there is a newer one.")
    author.get_by_role("button", name=re.compile("keep as a draft", re.I)).click()
    hand_in(author)


def follow(admin: Any) -> None:
    """Let the job that follows the library run now, as an administrator does."""
    admin.goto("/")
    admin.get_by_role("link", name="Administration").click()
    admin.get_by_role("link", name="Jobs").click()
    admin.get_by_role("button", name=re.compile("run now.*follow", re.I)).click()


@SCRIPT
def test_an_edit_that_its_quotes_do_not_carry_is_refused_beside_them(
    visit: Visit, site: Site, watched: Watched, script: bool
) -> None:
    watched.expected = ("status of 422",)
    ada = visit("ada", script=script)
    ada.goto(f"/write/{site.slugs['itch']}/")
    begin = ada.get_by_role("button", name="Edit", exact=True)
    if begin.count():
        begin.click()
    dose = statement(ada, "25 mg by mouth twice daily")
    expect(dose.locator("mark").first).to_contain_text("25 mg by mouth twice daily")
    dose.get_by_text(re.compile("change its words", re.I)).click()
    box = dose.get_by_role("textbox")
    for dangerous in (
        ITCH.dosing.replace("25 mg", "250 mg", 1) + ".",
        ITCH.dosing.replace("twice daily", "three times daily") + ".",
        ITCH.dosing.replace("are given", "are not given") + ".",
    ):
        box.fill(dangerous)
        if not script:
            dose.get_by_role("button", name=re.compile("check", re.I)).click()
        told = dose.locator("[aria-live]")
        expect(told).to_contain_text(re.compile(r"\w+ \w+"), timeout=10_000)
        if script:
            dose.get_by_role("button", name=re.compile("check", re.I)).click()
        expect(dose.locator(".errorlist")).to_be_visible()
        expect(box).to_have_value(dangerous)
        expect(box).to_have_attribute("aria-invalid", "true")
    ada.goto(f"/write/{site.slugs['itch']}/")
    assert "250 mg" not in acting.words(ada)


def test_an_author_edits_takes_out_and_adds_sentences(visit: Visit, site: Site) -> None:
    ada = visit("ada", script=False)
    ada.goto(f"/write/{site.slugs['chill']}/")
    ada.get_by_role("button", name="Edit", exact=True).click()
    dose = statement(ada, f"{CHILL.dose} mg by mouth twice daily")
    dose.get_by_text(re.compile("change its words", re.I)).click()
    dose.get_by_role("textbox").fill(CHILL.dosing + ".")
    dose.get_by_role("button", name=re.compile("check", re.I)).click()
    expect(ada.get_by_role("main")).to_contain_text(re.compile("taken over|changed|kept", re.I))
    assert "(graded by the source: Grade B)" not in statement(ada, CHILL.dosing).locator(".statement").inner_text()

    contraindicated = statement(ada, "is contraindicated in people")
    contraindicated.get_by_role("button", name=re.compile("take it out", re.I)).click()
    expect(ada.get_by_role("main")).to_contain_text(re.compile("beside|with (a|the) dose", re.I))
    expect(statement(ada, "is contraindicated in people")).to_be_visible()

    monitored = "The serum creatinine of people who take"
    statement(ada, monitored).get_by_role("button", name=re.compile("take it out", re.I)).click()
    expect(ada.locator(".statement", has_text=monitored)).to_have_count(0)
    ada.get_by_role("link", name=re.compile("sentences of a source", re.I)).click()
    ada.get_by_role("link", name=CHILL.title).click()
    ada.get_by_label(re.compile(monitored)).check()
    ada.get_by_role("button", name=re.compile("make statements", re.I)).click()
    expect(ada.locator(".statement", has_text=monitored)).to_have_count(1)

    ada.get_by_label(re.compile("what changed", re.I)).fill("Without the grade.")
    ada.get_by_role("button", name=re.compile("keep as a draft", re.I)).click()
    ada.get_by_role("link", name=re.compile("all revisions", re.I)).click()
    ada.get_by_role("link", name=re.compile("what changed since", re.I)).click()
    expect(ada.locator("del").first).to_contain_text("graded by the source")


def test_an_overview_becomes_an_article(visit: Visit) -> None:
    ada = visit("ada", script=False)
    ada.goto("/write/")
    ada.get_by_text(re.compile("overview of a topic", re.I)).click()
    ada.get_by_label(re.compile("^topic", re.I)).fill("vitamin B12 deficiency")
    form = ada.locator("form").filter(has=ada.get_by_label(re.compile("^topic", re.I)))
    form.get_by_role("button").click()
    expect(ada).to_have_url(re.compile(r"/write/[a-z0-9-]+/$"), timeout=acting.ANSWERED)
    expect(ada.get_by_role("main")).to_contain_text("draft")


def test_a_file_that_is_no_source_is_refused_in_one_sentence(visit: Visit) -> None:
    ada = visit("ada", script=False)
    ada.goto("/write/add-source/")
    ada.get_by_label("Document").set_input_files(
        {"name": "picture.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(40)}
    )
    ada.get_by_role("button", name=re.compile("library|add|upload", re.I)).first.click()
    told = ada.get_by_role("alert").or_(ada.get_by_role("status")).or_(ada.locator(".errorlist")).first
    expect(told).to_contain_text("picture.png")
    assert "Traceback" not in ada.content()


def test_whoever_wrote_a_text_cannot_approve_it(visit: Visit) -> None:
    dora = visit("dora", script=False)
    dora.goto("/write/")
    dora.get_by_label(re.compile("question", re.I)).first.fill(YAWN.question)
    dora.get_by_role("button", name=re.compile("make a draft", re.I)).first.click()
    dora.wait_for_url(re.compile(r"/write/[a-z0-9-]+/$"), timeout=acting.ANSWERED)
    hand_in(dora)
    open_review(dora, "yawnidone")
    expect(dora.get_by_role("main")).to_contain_text(re.compile("you wrote it", re.I))
    assert dora.get_by_role("button", name=re.compile("begin to review|approve", re.I)).count() == 0


def test_a_reviewer_works_by_keyboard_alone_and_asks_for_changes(visit: Visit, site: Site) -> None:
    cleo = visit("cleo")
    cleo.goto("/")
    for words in ("^review$", "coughidine", "begin to review"):
        acting.press_on(cleo, words)
    expect(cleo.get_by_role("main")).to_contain_text("under review")
    total = cleo.get_by_role("group", name=re.compile("verdict on", re.I)).count()
    assert total >= 2
    cleo.keyboard.press("j")
    for _ in range(total - 1):
        cleo.keyboard.press("s")
    cleo.keyboard.press("w")
    # A fault is told in words, so the comment gets the focus.
    expect(cleo.get_by_role("group", name=re.compile("verdict on", re.I)).last.get_by_role("textbox")).to_be_focused()
    cleo.keyboard.type("The invented dose is wrong.")
    acting.press_on(cleo, "keep these verdicts")
    expect(cleo.get_by_role("radio", checked=True)).to_have_count(total)
    expect(cleo.get_by_label("Sound").first).to_be_checked()
    expect(cleo.get_by_label("Wrong").last).to_be_checked()

    _ask_for_changes(cleo)
    expect(cleo.get_by_role("main")).to_contain_text(re.compile("declare your interests", re.I))
    acting.tab_to(cleo, "^text$")
    cleo.keyboard.type("none declared")
    acting.press_on(cleo, "^declare$")
    _ask_for_changes(cleo)
    expect(cleo.get_by_role("main")).to_contain_text(re.compile("goes back to its author", re.I))
    ada = visit("ada")
    ada.goto(f"/write/{site.slugs['cough']}/")
    for told in ("Cleo Reviewer", "Please look at the dose again.", "The invented dose is wrong."):
        expect(ada.get_by_role("main")).to_contain_text(told)


def _ask_for_changes(page: Any) -> None:
    page.keyboard.press("d")
    acting.tab_to(page, "^comment$")
    page.keyboard.type("Please look at the dose again.")
    acting.press_on(page, "ask for changes")


def test_what_is_flagged_comes_first_to_a_reviewer_beside_its_quotes(visit: Visit, site: Site) -> None:
    ben = visit("ben", script=False)
    ben.goto(f"/review/{site.slugs['b12']}/1/")
    pairs = ben.locator("main li").filter(has=ben.locator("blockquote"))
    flagged = [bool(p.locator(".chip.warn").count()) for p in pairs.all()]
    assert any(flagged)
    assert flagged == sorted(flagged, reverse=True)
    assert pairs.count() == pairs.filter(has=ben.locator("mark")).count()


def test_a_high_risk_text_is_approved_by_two_and_their_names_stand_on_it(visit: Visit, site: Site) -> None:
    edith, ben, dora, reader = visit("edith"), visit("ben"), visit("dora"), visit()
    edith.goto("/review/")
    row = edith.get_by_role("listitem").filter(has_text=re.compile("hazardol", re.I))
    expect(row).to_contain_text(re.compile("high risk", re.I))
    row.get_by_role("combobox").select_option("ben")
    row.get_by_role("button").click()
    open_review(ben, "hazardol")
    expect(ben.get_by_role("main")).to_contain_text(re.compile("high risk", re.I))
    take(ben)
    open_review(dora, "hazardol")
    for reviewer in (ben, dora):
        all_sound(reviewer)
    approve(ben)
    reader.goto(site.article("hiccup"))
    expect(reader.get_by_role("main")).to_contain_text(re.compile("1 of 2", re.I))
    approve(dora)
    reader.reload()
    for name in ("Ben Reviewer", "Dora Both"):
        expect(reader.get_by_role("main")).to_contain_text(re.compile(f"approved by {name}", re.I))


def test_of_two_reviewers_who_decide_at_once_the_second_is_told(visit: Visit, site: Site) -> None:
    ben, dora = visit("ben"), visit("dora")
    open_review(ben, "sneezanib")
    take(ben)
    open_review(dora, "sneezanib")
    for reviewer in (ben, dora):
        all_sound(reviewer)
    approve(ben)
    approve(dora)
    told = dora.get_by_role("status").or_(dora.get_by_role("alert")).first
    expect(told).to_contain_text(re.compile("approved|somebody else|not legal|already", re.I))
    reader = visit()
    reader.goto(site.article("sneeze"))
    words = acting.words(reader)
    assert "Ben Reviewer" in words
    assert "Dora Both" not in words
