"""A reader reads an article, its quotes in their context, and its sources."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests.functional import acting
from tests.functional.conftest import Site, Visit, Watched
from tests.functional.sources import RASH

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])


@SCRIPT
def test_an_article_says_who_approved_it_when_and_when_it_is_due_again(visit: Visit, site: Site, script: bool) -> None:
    page = visit(script=script)
    page.goto(site.article("rash"))
    main = page.get_by_role("main")
    for word in ("Submitted", "Under review", "Approved", "Ben Reviewer", "MD", "Ada Author"):
        expect(main).to_contain_text(word)
    expect(main).to_contain_text(re.compile(r"updated", re.I))
    expect(main).to_contain_text(re.compile(r"next review", re.I))
    expect(main.get_by_role("link", name=re.compile("editorial policy", re.I))).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
@pytest.mark.parametrize(("article", "dose"), [("rash", "5 mg"), ("b12", "500 micrograms")])
def test_the_dose_is_on_the_first_screen(
    visit: Visit, site: Site, article: str, dose: str, width: int, height: int
) -> None:
    page = visit(width=width)
    page.goto(site.article(article))
    box = page.get_by_role("main").get_by_text(dose).first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height


@SCRIPT
def test_a_mark_opens_the_quote_in_its_context_in_the_source(visit: Visit, site: Site, script: bool) -> None:
    page = visit(script=script)
    page.goto(site.article("rash"))
    acting.marks(page).first.click()
    context = page.get_by_role("dialog") if script else page.get_by_role("main")
    expect(context).to_contain_text(RASH.title)
    expect(context.locator("mark").first).to_contain_text(RASH.dosing[:60])
    expect(context).to_contain_text("Dose")
    expect(context).to_contain_text(re.compile("original wording", re.I))


def test_a_quote_of_a_summary_says_of_what_it_is_a_summary(visit: Visit, site: Site) -> None:
    page = visit(script=False)
    page.goto(site.article("b12"))
    acting.marks(page).first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("summary of", re.I))
    expect(page.locator("mark").first).to_be_visible()


def test_a_reader_asks_and_opens_a_quote_in_its_context_by_keyboard(visit: Visit) -> None:
    page = visit("rana")
    page.goto("/")
    page.keyboard.press("Tab")
    assert "skip" in acting.active(page)["text"].lower()
    page.keyboard.press("Enter")
    if acting.active(page)["tag"] != "TEXTAREA":
        for _ in range(6):
            page.keyboard.press("Tab")
            if acting.active(page)["tag"] == "TEXTAREA":
                break
    page.keyboard.type(RASH.question)
    acting.tab_to(page, r"^ask$")
    page.keyboard.press("Enter")
    acting.answer(page).wait_for(timeout=acting.ANSWERED)
    mark = acting.tab_to(page, r"quote=")
    page.keyboard.press("Enter")
    quote = page.get_by_role("dialog")
    expect(quote.locator("mark").first).to_contain_text(RASH.dosing[:60])
    assert page.evaluate("document.querySelector('dialog[open], [role=dialog]').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(quote).to_have_count(0)
    assert acting.active(page)["href"] == mark["href"], "the focus comes back to the mark"


def test_a_mark_is_opened_by_touch(visit: Visit, site: Site) -> None:
    desk = visit()
    context = desk.context.browser.new_context(
        base_url=site.house.address, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(site.article("rash"))
    mark = acting.marks(page).first
    box = mark.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24, "a finger meets it"
    mark.tap()
    expect(page.get_by_role("dialog").locator("mark").first).to_be_visible()
    context.close()


def test_sources_that_disagree_stand_side_by_side(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto(site.article("b12"))
    conflict = acting.section(page, re.compile("disagree|conflict", re.I))
    sides = conflict.get_by_role("list").first.get_by_role("listitem")
    expect(sides.nth(0)).to_contain_text(re.compile("every (2|two) months.*UK", re.S))
    expect(sides.nth(1)).to_contain_text(re.compile("every (2|two) (to|or) (3|three) months.*UK", re.S))
    one, other = sides.nth(0).bounding_box(), sides.nth(1).bounding_box()
    assert one is not None
    assert other is not None
    assert one["y"] == other["y"], "side by side, not one below the other"


def test_what_the_library_says_nothing_of_is_told(visit: Visit, site: Site) -> None:
    """Tinnitus was asked for and no source mentions it; of the rash all that was asked for was found."""
    page = visit(script=False)
    page.goto(site.article("gap"))
    expect(page.get_by_role("main")).to_contain_text("20 mg")
    expect(acting.section(page, re.compile("not found", re.I))).to_contain_text("tinnitus")
    page.goto(site.article("rash"))
    expect(page.get_by_role("heading", name=re.compile("not found", re.I))).to_have_count(0)


def test_how_it_was_made_and_its_self_audit_are_told(visit: Visit, site: Site) -> None:
    page = visit(script=False)
    page.goto(site.article("rash"))
    expect(
        page.get_by_role("heading", name=re.compile("how this (answer |text |article )?was made", re.I))
    ).to_be_visible()
    made = acting.section(page, re.compile("was made", re.I))
    made.get_by_text(re.compile("self-audit", re.I)).click()
    expect(made.get_by_role("row", name=re.compile(r"dose", re.I)).or_(made.get_by_role("table")).first).to_be_visible()
    expect(made).to_contain_text(re.compile(r"\d+ of \d+"))
    made.get_by_text(re.compile("versions", re.I)).click()
    expect(made.get_by_text(re.compile("quoting")).first).to_be_visible()


def test_references_are_grouped_by_kind_and_lead_to_their_sources(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto(site.article("b12"))
    references = acting.section(page, "References")
    for kind in ("guideline", "label", "stud|trial", "review"):
        expect(references.get_by_role("heading", name=re.compile(kind, re.I)).first).to_be_visible()
    references.get_by_role("link", name=re.compile("Methycobal|mecobalamin", re.I)).first.click()
    expect(page).to_have_url(re.compile("/sources/"))
    expect(page.get_by_role("main")).to_contain_text(re.compile("cited (by|in)|articles that cite", re.I))


def test_every_mark_has_an_entry_and_every_entry_a_mark(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto(site.article("b12"))
    marked = {int(re.findall(r"\d+", words)[0]) for words in acting.marks(page).all_inner_texts()}
    listed = acting.section(page, "References").get_by_role("listitem").count()
    assert listed > 5
    assert marked == set(range(1, listed + 1))


def test_links_that_leave_the_site_are_marked(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto(site.article("b12"))
    outside = page.locator("main a[href^='http']")
    assert outside.count() > 0
    for link in outside.all():
        rel = link.get_attribute("rel") or ""
        assert "noopener" in rel or "noreferrer" in rel or "external" in rel, link.get_attribute("href")
        after = link.evaluate("a => getComputedStyle(a, '::after').content + a.innerText + (a.title || '')")
        assert re.search(r"↗|⧉|external|other site|leaves", after), link.get_attribute("href")


def test_an_article_is_found_by_search_and_by_browsing(visit: Visit, site: Site) -> None:
    page = visit(script=False)
    page.goto("/articles/")
    box = page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first
    box.fill("rashamine")
    box.press("Enter")
    found = page.get_by_role("main").get_by_role("link", name=re.compile("rashamine", re.I))
    expect(found).to_have_count(1)
    found.click()
    expect(page).to_have_url(re.compile(re.escape(site.article("rash"))))


def test_sources_are_found_with_what_they_are_and_what_cites_them(visit: Visit, site: Site) -> None:
    page = visit(script=False)
    page.goto("/sources/")
    box = page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first
    box.fill("invented rash")
    box.press("Enter")
    page.get_by_role("link", name=RASH.title).first.click()
    main = page.get_by_role("main")
    for word in ("Invented Hospital", "guideline", "current", "2026"):
        expect(main).to_contain_text(re.compile(word, re.I))
    expect(main).to_contain_text(RASH.dosing[:50])
    main.get_by_role("link", name=re.compile("rashamine", re.I)).first.click()
    expect(page).to_have_url(re.compile(re.escape(site.article("rash"))))


@SCRIPT
def test_the_text_of_a_source_is_never_html(visit: Visit, script: bool) -> None:
    page = visit(script=script)
    page.goto(f"/sources/local:{RASH.key}/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("<b>must</b> not be given together with grapefruit & juice")
    assert "a source ran it" not in page.title()
    assert page.locator("main b", has_text="must").count() == 0


def test_a_draft_is_not_shown_to_strangers(visit: Visit, site: Site, watched: Watched) -> None:
    watched.expected = ("status of 404",)
    for who in (None, "rana", "adam"):
        assert visit(who).goto(site.article("itch")).status == 404
    page = visit("ada")
    page.goto(site.article("itch"))
    expect(page.get_by_role("main")).to_contain_text(re.compile("draft|nobody has reviewed", re.I))
    listing = visit()
    listing.goto("/articles/")
    assert "itchidine" not in acting.words(listing).lower()


def test_a_reader_takes_the_article_along(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto(site.article("rash"))
    got = {}
    for link in page.locator("a[href*='/as/'], a[href$='.ics'], a[download]").all():
        address = link.get_attribute("href") or ""
        answer = page.request.get(address)
        assert answer.status == 200, f"{address}: {answer.status} {answer.text()[:200]}"
        got[address] = answer.body()
    assert any(body.startswith(b"%PDF") for body in got.values()), sorted(got)
    assert any(b"TY  - " in body for body in got.values()), "RIS"
    assert any(re.match(rb"\s*@\w+\{", body) for body in got.values()), "BibTeX"
    page.goto(site.article("rash"))
    expect(page.get_by_role("main")).to_contain_text(re.compile("print", re.I))
    expect(page.get_by_role("main")).to_contain_text(re.compile("share|copy the link|permanent", re.I))


def test_the_printed_page_has_the_text_and_the_references_without_the_menu(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto(site.article("rash"))
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(acting.dose(page, RASH)).to_be_visible()
    expect(page.get_by_role("heading", name="References")).to_be_visible()
    expect(page.get_by_text("Ben Reviewer").first).to_be_visible()
    assert page.locator("textarea:visible, button:visible").count() == 0


def test_a_reader_reports_a_fault_and_an_editor_answers_it(visit: Visit, site: Site) -> None:
    page = visit(script=False)
    page.goto(site.article("rash"))
    page.get_by_role("link", name=re.compile("report", re.I)).first.click()
    page.get_by_label(re.compile("what is wrong", re.I)).fill("The invented dose looks too small.")
    page.get_by_role("button", name=re.compile("send|report", re.I)).click()
    expect(page.get_by_role("status").or_(page.get_by_role("main")).first).to_contain_text(re.compile("thank", re.I))
    editor = visit("edith", script=False)
    editor.goto("/")
    editor.get_by_role("link", name="Edit", exact=True).click()
    editor.get_by_role("link", name=re.compile("report", re.I)).first.click()
    report = editor.locator("section, li").filter(has_text="The invented dose looks too small.").last
    report.get_by_role("textbox").fill("It stands so in the source.")
    report.get_by_role("button", name=re.compile("answer|save|close", re.I)).first.click()
    expect(editor.get_by_role("main")).to_contain_text("It stands so in the source.")


def test_the_editorial_policy_and_the_board_are_public(visit: Visit) -> None:
    page = visit(script=False)
    page.goto("/editorial-policy/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Editorial policy")
    page.get_by_role("link", name=re.compile("board|reviewers", re.I)).first.click()
    main = page.get_by_role("main")
    for word in ("Ben Reviewer", "MD", "internal medicine", "Adam Admin", "none declared"):
        expect(main).to_contain_text(word)
    ben = main.locator("section").filter(has=page.get_by_role("heading", name="Ben Reviewer"))
    ben.get_by_text(re.compile(r"approved \d+", re.I)).click()
    ben.get_by_role("link", name=re.compile("rashamine", re.I)).click()
    expect(page).to_have_url(re.compile("/articles/"))


@SCRIPT
def test_a_page_that_is_not_there_says_so(visit: Visit, watched: Watched, script: bool) -> None:
    watched.expected = ("status of 404",)
    page = visit(script=script)
    answer = page.goto("/articles/there-is-no-such-article/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Curbside")).to_be_visible()
