"""An editor keeps the policy, the lists and the record; an administrator keeps people, jobs and the trail."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time
from typing import Any

from playwright.sync_api import expect
from tests.functional import accessible, acting
from tests.functional.conftest import PASSWORD, Site, Visit, Watched, log_in


def test_an_editor_asks_a_reviewer_who_sees_it_first(visit: Visit, site: Site) -> None:
    edith = visit("edith", script=False)
    edith.goto("/review/")
    row = edith.get_by_role("listitem").filter(has_text=re.compile("apixaban", re.I)).first
    row.get_by_role("combobox").select_option("ben")
    row.get_by_role("button").click()
    ben = visit("ben")
    ben.goto("/review/")
    mine = ben.get_by_role("listitem").filter(has_text=re.compile("apixaban", re.I)).first
    expect(mine).to_contain_text(re.compile("yours|asked: .*ben", re.I))


def test_an_editor_sets_the_policy_and_readers_see_it(visit: Visit) -> None:
    edith = visit("edith", script=False)
    edith.goto("/editing/")
    edith.get_by_role("link", name=re.compile("policy", re.I)).first.click()
    edith.get_by_label(re.compile(r"next review after", re.I)).fill("9")
    words = edith.get_by_label(re.compile("text of the editorial policy", re.I))
    words.fill("Invented: two pairs of eyes. <b>No markup</b>.")
    edith.get_by_role("button", name=re.compile("put in force", re.I)).click()
    reader = visit()
    reader.goto("/editorial-policy/")
    expect(reader.get_by_role("main")).to_contain_text("9 months")
    expect(reader.get_by_role("main")).to_contain_text("two pairs of eyes. <b>No markup</b>.")


def test_an_editor_keeps_the_list_of_what_is_high_risk(visit: Visit) -> None:
    edith = visit("edith", script=False)
    edith.goto("/editing/policy/")
    edith.get_by_label("Drug or topic").fill("inventedmab")
    edith.get_by_label("Why", exact=True).last.fill("invented, for a test")
    edith.get_by_role("button", name=re.compile("put it on the list", re.I)).click()
    expect(edith.get_by_role("main")).to_contain_text("inventedmab")
    reader = visit()
    reader.goto("/editorial-policy/")
    expect(reader.get_by_role("main")).to_contain_text("inventedmab")


def test_an_editor_sees_what_lapsed_and_why(visit: Visit) -> None:
    edith = visit("edith", script=False)
    edith.goto("/editing/")
    edith.get_by_role("link", name=re.compile("every lapse", re.I)).click()
    rows = edith.get_by_role("row")
    expect(rows.filter(has_text="Exemplamine tablets")).to_contain_text("retracted")
    expect(rows.filter(has_text="Specimenol in hypertension")).to_contain_text("superseded")


def test_a_softer_change_leaves_the_text_under_a_banner(visit: Visit) -> None:
    reader = visit()
    reader.goto("/articles/?q=specimenol")
    reader.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    main = reader.get_by_role("main")
    expect(main).to_contain_text(re.compile("superseded", re.I))
    expect(main).to_contain_text("30 mg")


def test_an_editor_compares_two_revisions_statement_by_statement(visit: Visit) -> None:
    edith = visit("edith", script=False)
    edith.goto("/articles/")
    edith.get_by_role("link", name=re.compile("neurological involvement", re.I)).first.click()
    slug = edith.url.rstrip("/").rsplit("/", 1)[-1]
    edith.goto(f"/editing/{slug}/")
    edith.get_by_role("link", name=re.compile("what changed since revision 1", re.I)).click()
    expect(edith.get_by_role("main")).to_contain_text(re.compile("removed", re.I))
    expect(edith.locator("del").first).to_be_visible()


def test_each_form_of_a_text_has_its_own_approval_or_says_that_it_has_none(visit: Visit, site: Site) -> None:
    edith = visit("edith", script=False)
    edith.goto("/articles/")
    edith.get_by_role("link", name=re.compile("metformin", re.I)).first.click()
    slug = edith.url.rstrip("/").rsplit("/", 1)[-1]
    page = edith.request.get(f"/articles/{slug}/as/md")
    assert page.ok
    assert re.search("nobody has reviewed|not reviewed", page.text(), re.I), "Markdown was not among the approved forms"
    approved = edith.request.get(f"{site.article('rash')}as/md")
    assert "Ben Reviewer" in approved.text()
    edith.goto(f"/editing/{slug}/")
    edith.get_by_text("Renditions").first.click()
    main = edith.get_by_role("main")
    expect(main).to_contain_text("md: not reviewed")
    expect(main).to_contain_text("page: approved")


def test_an_editor_withdraws_a_text_and_readers_are_told(visit: Visit, site: Site) -> None:
    edith = visit("edith", script=False)
    edith.goto(f"/editing/{site.slugs['fever']}/")
    edith.get_by_text(re.compile("^withdraw", re.I)).first.click()
    edith.get_by_label("Why", exact=True).first.fill("Invented reason: nobody needs it.")
    edith.get_by_label(re.compile("does not come back|sure", re.I)).check()
    edith.get_by_role("button", name=re.compile("^withdraw", re.I)).click()
    reader = visit()
    reader.goto(site.article("fever"))
    expect(reader.get_by_role("main")).to_contain_text(re.compile("withdrawn", re.I))
    assert "20 mg" not in acting.words(reader)


def test_an_administrator_adds_somebody_who_sets_a_password_and_reviews(visit: Visit, watched: Watched) -> None:
    adam = visit("adam", script=False)
    adam.goto("/")
    adam.get_by_role("link", name="Administration").click()
    adam.get_by_role("link", name=re.compile("people", re.I)).first.click()
    adam.get_by_label(re.compile("name, as others", re.I)).fill("Nina New")
    adam.get_by_label(re.compile("name of the account", re.I)).fill("nina")
    adam.get_by_role("button", name=re.compile("^add", re.I)).click()
    expect(adam.get_by_role("heading", level=1)).to_contain_text("Nina New")
    adam.get_by_label(re.compile("give the role", re.I)).select_option("reviewer")
    adam.get_by_role("button", name="Give", exact=True).click()
    adam.get_by_label(re.compile("title", re.I)).fill("MD")
    adam.get_by_label(re.compile("specialty", re.I)).fill("dermatology")
    adam.get_by_label(re.compile("^register", re.I)).fill("an invented register")
    adam.get_by_role("button", name=re.compile("seen it in the register", re.I)).first.click()
    expect(adam.get_by_role("main")).to_contain_text("dermatology")
    adam.get_by_role("button", name=re.compile("link to set a password", re.I)).click()
    found = re.search(r"https?://\S+/set-password/\S+?/\S+?/", acting.words(adam))
    assert found is not None, "the link is shown to be handed over"
    nina = visit()
    nina.goto(found[0])
    told = accessible.faults(nina, "the page to set a password")
    assert not told, "\n".join(told)
    for box in nina.locator("input[type=password]").all():
        box.fill("another long pass phrase")
    nina.get_by_role("main").get_by_role("button").click()
    log_in(nina, "nina", "another long pass phrase")
    expect(nina.get_by_role("link", name="Review", exact=True)).to_be_visible()
    watched.expected = ("status of 403", "status of 404")
    assert nina.goto("/administration/people/").status == 403
    expect(nina.get_by_role("heading", level=1)).to_be_visible()
    again = visit(script=False)
    again.goto(found[0])
    expect(again.get_by_role("main")).to_contain_text(re.compile("no longer|not valid|used|expired|holds", re.I))
    adam.get_by_role("button", name=re.compile("close the account", re.I)).click()
    nina.goto("/review/")
    expect(nina.get_by_role("button", name="Log out")).to_have_count(0)


def test_the_trail_tells_what_was_done_by_whom(visit: Visit) -> None:
    adam = visit("adam", script=False)
    adam.goto("/administration/")
    adam.get_by_role("link", name=re.compile("audit trail", re.I)).click()
    main = adam.get_by_role("main")
    expect(main).to_contain_text(re.compile("system: command line|Ben Reviewer|Adam", re.I))
    expect(adam.get_by_role("row").nth(1)).to_contain_text(re.compile(r"\d{4}"))
    edith = visit("edith", script=False)
    edith.goto("/administration/trail/?about=person:ben")
    expect(edith.get_by_role("main")).to_contain_text("credential verified")


def test_jobs_settings_and_roles_are_shown_to_an_administrator(visit: Visit) -> None:
    adam = visit("adam", script=False)
    adam.goto("/administration/jobs/")
    expect(adam.get_by_role("main")).to_contain_text("follow-library")
    adam.goto("/administration/settings/")
    expect(adam.get_by_role("main")).to_contain_text(re.compile("curbside backup", re.I))
    secret = adam.get_by_role("main").inner_text()
    assert "CURBSIDE_SITE_SECRET" not in secret or not re.search(r"[\w-]{60,}", secret)
    adam.goto("/roles/")
    for role in ("reader", "author", "reviewer", "editor", "admin"):
        expect(adam.get_by_role("main")).to_contain_text(re.compile(role, re.I))


def test_whoever_guesses_passwords_is_held_back(visit: Visit) -> None:
    page = visit(script=False)
    for _ in range(6):
        page.goto("/account/login/")
        page.get_by_label("Name of the account").fill("guessed-at")
        page.get_by_label("Password", exact=True).fill("wrong wrong wrong")
        page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("too many|wait|later|minutes", re.I))


def test_somebody_logs_in_by_keyboard_changes_the_password_and_logs_out(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    acting.press_on(page, "^log in$")
    acting.tab_to(page, "^login$|^username$")
    page.keyboard.type("otis")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Log out").wait_for()
    page.goto("/account/")
    page.get_by_role("link", name=re.compile("change the password", re.I)).click()
    boxes = page.locator("input[type=password]")
    boxes.nth(0).fill(PASSWORD)
    for n in range(1, boxes.count()):
        boxes.nth(n).fill("quite another pass phrase")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_text(re.compile("password.* changed", re.I))).to_be_visible()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    log_in(page, "otis", "quite another pass phrase")


def test_somebody_adds_a_second_factor_and_logs_in_with_it(visit: Visit) -> None:
    """Each page on the way is looked at by axe; it is reached only here."""
    page = visit("mona")
    told = []
    page.goto("/account/")
    page.get_by_role("link", name=re.compile("second factor", re.I)).click()
    page.get_by_role("link", name=re.compile("activate", re.I)).first.click()
    _allow(page, told)
    secret = page.locator("code, input[readonly], input[disabled]").first
    key = (secret.input_value() if secret.evaluate("e => e.tagName") == "INPUT" else secret.inner_text()).strip()
    page.get_by_label(re.compile("code", re.I)).fill(code(key))
    told += accessible.faults(page, page.url)
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    told += accessible.faults(page, page.url)
    for path in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        page.goto(f"/account/two-factor/{path}")
        _allow(page, told)
        told += accessible.faults(page, page.url)
    page.get_by_role("button", name="Log out").click()
    page.goto("/account/login/")
    page.get_by_label("Name of the account").fill("mona")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_have_count(0)
    told += accessible.faults(page, page.url)
    page.get_by_label(re.compile("code", re.I)).fill("000000")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("incorrect|wrong|not valid", re.I))
    page.get_by_label(re.compile("code", re.I)).fill(code(key, steps=1))
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    assert not told, "\n".join(told)


def _allow(page: Any, told: list[str]) -> None:
    """The password once more, where the page asks for it before something that matters."""
    password = page.get_by_label("Password", exact=True)
    if password.count():
        told += accessible.faults(page, page.url)
        password.fill(PASSWORD)
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button").first.click()


def code(key: str, steps: int = 0) -> str:
    """The six figures of RFC 6238 (SHA-1, 30 seconds), so many steps from now; no code is taken twice."""
    secret = base64.b32decode(key.replace(" ", "").upper() + "=" * (-len(key.replace(" ", "")) % 8))
    digest = hmac.digest(secret, struct.pack(">Q", int(time.time()) // 30 + steps), "sha1")
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
