"""Pages of articles: who sees which revision, under which banner, with what hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.site.reader.conftest import People, Saved, approve

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import services as articles
from curbside_site.articles import states
from curbside_site.articles.models import Report, Revision
from curbside_site.articles.moves import State
from curbside_site.pages.reader import rendering
from curbside_site.review import services as review
from curbside_site.review.forms import in_words
from curbside_site.review.models import Lapse

pytestmark = pytest.mark.django_db
LogIn = Callable[[Person], Client]
Lapses = Callable[..., Lapse]
DOSE = "1000 micrograms"


def address(revision: Revision) -> str:
    return f"/articles/{revision.article.slug}/"


def page(client: Client, revision: Revision, own: bool = False) -> str:
    at = f"{address(revision)}revisions/{revision.number}/" if own else address(revision)
    response = client.get(at)
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def test_a_draft_is_seen_by_its_author_reviewers_and_editors_alone(
    draft: Revision, ada: Person, ben: Person, person: People, logged_in: LogIn, stranger: Client
) -> None:
    others = (stranger, logged_in(person("rita", Role.READER)), logged_in(person("otto", Role.AUTHOR)))
    for client in others:
        for at in (address(draft), f"{address(draft)}revisions/1/", f"{address(draft)}as/md"):
            assert client.get(at).status_code == 404
        assert draft.title not in client.get("/articles/").content.decode()
    for insider in (ada, ben, person("ed", Role.EDITOR)):
        assert "A draft. Nobody has reviewed this text." in page(logged_in(insider), draft)
        assert draft.title in logged_in(insider).get("/articles/").content.decode()


def test_what_waits_is_read_under_a_banner_that_nobody_has_reviewed_it(submitted: Revision, stranger: Client) -> None:
    told = page(stranger, submitted)
    assert "Nobody has reviewed this text yet." in told
    assert DOSE in told


def test_an_approved_text_says_by_whom_when_and_until_when(approved: Revision, stranger: Client) -> None:
    told = page(stranger, approved)
    assert re.search(r'Approved</strong>\s+by\s+<strong><a href="/board/#ben">Ben \(invented\)</a></strong>', told)
    assert "interests: none declared" in told
    assert "next review by" in told
    assert "Nobody has reviewed" not in told


def test_readers_get_the_approved_text_while_a_newer_one_waits(
    approved: Revision, ada: Person, ben: Person, answered: Saved, stranger: Client
) -> None:
    newer = articles.revise(by=ada, article=approved.article, body=answered.body, answer=answered.id, why="new", on=1)
    assert "newer version has been waiting" not in page(stranger, approved)
    review.submit(by=ada, revision=newer)
    assert "A newer version has been waiting for its review since" in page(stranger, approved)
    approve(newer, ben)
    assert "revision 2" in page(stranger, newer)
    assert "A newer version was approved." in page(stranger, approved, own=True)


def test_a_retraction_hides_its_sentences_and_doses_at_once(
    approved: Revision, lapse: Lapses, stranger: Client
) -> None:
    regimen = approved.body["regimens"][0]
    said = next(s["text"] for s in approved.body["statements"] if s["id"] == regimen["statement"])
    assert said in page(stranger, approved)
    lapse(approved, hides=(regimen["statement"],))
    states.enter(approved, State.NEEDS_RE_REVIEW, by="the tests")
    told = page(stranger, approved)
    assert said not in told
    assert f'id="regimen-{regimen["id"]}"' not in told
    assert "This text needs a new review" in told
    assert "An invented reason." in told
    exported = stranger.get(f"{address(approved)}as/md").content.decode()
    assert said not in exported.replace("\\", "")


def test_no_file_is_offered_of_a_text_of_which_nothing_may_be_shown(
    approved: Revision, lapse: Lapses, stranger: Client
) -> None:
    every = tuple(s["id"] for s in approved.body["statements"])
    lapse(approved, hides=every[:1])
    assert "as/pdf" in page(stranger, approved)
    lapse(approved, hides=every)
    told = page(stranger, approved)
    assert "/as/" not in told
    assert "No files: nothing of this text may be taken along any more." in told
    assert stranger.get(f"{address(approved)}as/md").status_code == 410


def test_a_softer_reason_leaves_the_text_under_a_banner(approved: Revision, lapse: Lapses, stranger: Client) -> None:
    lapse(approved, reason="newer evidence")
    states.enter(approved, State.NEEDS_RE_REVIEW, by="the tests")
    told = page(stranger, approved)
    assert "This text needs a new review" in told
    assert DOSE in told


@pytest.mark.parametrize("withdrawn", [True, False])
def test_of_what_was_taken_back_readers_see_that_it_was(
    submitted: Revision, ben: Person, person: People, stranger: Client, logged_in: LogIn, withdrawn: bool
) -> None:
    review.take(by=ben, revision=submitted)
    if withdrawn:
        review.withdraw(by=person("ed", Role.EDITOR), revision=submitted, reason="An invented reason.")
    else:
        review.request_changes(by=ben, revision=submitted, comment="An invented comment.")
    told = page(stranger, submitted)
    assert ("This text was withdrawn" if withdrawn else "asked for changes") in told
    assert DOSE not in told
    assert ("An invented reason." in told, "An invented comment." in told) == (withdrawn, False)
    assert stranger.get(f"{address(submitted)}as/md").status_code == 404
    assert DOSE in page(logged_in(ben), submitted)


def test_a_page_holds_no_script_or_style_of_its_own_and_is_small(approved: Revision, stranger: Client) -> None:
    response = stranger.get(address(approved))
    html = response.content.decode()
    assert len(response.content) < 100_000
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=", html) == []
    assert len(re.findall("<h1", html)) == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_every_link_of_the_page_leads_somewhere(approved: Revision, ben: Person, logged_in: LogIn) -> None:
    client = logged_in(ben)
    html = unescape(client.get(address(approved)).content.decode())
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    for link in sorted(set(re.findall(r'href="([/#][^"]*)"', html))):
        if link.startswith("#"):
            assert link[1:] in ids, link
        elif not link.startswith("/static/") and "/as/" not in link:
            assert client.get(link).status_code == 200, link


def test_links_that_leave_the_site_are_marked(approved: Revision, stranger: Client) -> None:
    links = re.findall(r"<a [^>]*href=\"https?:[^>]*>", page(stranger, approved))
    assert links
    assert all('class="out' in link and "noopener" in link for link in links)


def test_a_file_says_whether_that_form_of_the_text_was_approved(approved: Revision, stranger: Client) -> None:
    made = stranger.get(f"{address(approved)}as/md")
    assert "Approved by Ben" in made.content.decode().replace("\\", "")
    assert made["Content-Disposition"].endswith('.md"')
    assert stranger.get(f"{address(approved)}as/ris").content.startswith(b"TY  - ")
    assert stranger.get(f"{address(approved)}as/exe").status_code == 404


def test_a_form_that_was_not_approved_says_so(submitted: Revision, stranger: Client) -> None:
    assert "Nobody has reviewed" in stranger.get(f"{address(submitted)}as/md").content.decode()


def test_a_reader_reports_a_fault_of_a_sentence_without_an_account(approved: Revision, stranger: Client) -> None:
    at = f"{address(approved)}revisions/1/report/"
    said = approved.body["statements"][0]
    offered = unescape(stranger.get(f"{at}?statement={said['id']}").content.decode())
    assert f'<option value="{said["id"]}" selected>{said["text"][:100]}' in offered
    assert "Select a valid choice" in stranger.post(at, {"text": "Odd.", "statement": "s999"}).content.decode()
    assert "Say what is wrong." in stranger.post(at, {"text": " "}).content.decode()
    sent = stranger.post(at, {"text": "An invented fault.", "statement": said["id"]}, follow=True)
    assert "an editor will answer it" in sent.content.decode()
    kept = Report.objects.get()
    assert (kept.text, kept.statement, kept.reported_by) == ("An invented fault.", said["id"], None)


def test_a_hidden_sentence_is_not_offered_for_a_report(approved: Revision, lapse: Lapses, stranger: Client) -> None:
    said = approved.body["statements"][0]
    lapse(approved, hides=(said["id"],))
    offered = stranger.get(f"{address(approved)}revisions/1/report/").content.decode()
    assert f'value="{said["id"]}"' not in offered


def test_other_forms_of_an_article_are_named_once_they_are_public(
    approved: Revision, ada: Person, answered: Saved, stranger: Client
) -> None:
    body = {**answered.body, "question": {**answered.body["question"], "audience": "patient"}}
    other = articles.create(by=ada, body=body, answer=answered.id, title="For you", rendition_of=approved.article)
    client = Client()
    client.cookies["seen"] = "1"
    assert "For patients" not in page(client, approved)
    review.submit(by=ada, revision=other.latest)
    rendering._rendered.cache_clear()
    assert f'<a href="/articles/{other.slug}/">For patients, full</a>' in page(client, approved)


def test_articles_are_found_by_words_of_their_title_or_question(approved: Revision, stranger: Client) -> None:
    for words, found in (("hydroxocobalamin neurological", True), ("apixaban", False), ("%", False)):
        assert (approved.title in unescape(stranger.get("/articles/", {"q": words}).content.decode())) is found
    assert approved.title in unescape(stranger.get("/articles/?state=approved").content.decode())


def test_a_page_for_everybody_costs_one_query(
    approved: Revision, stranger: Client, django_assert_num_queries: Callable[[int], object]
) -> None:
    stranger.get(address(approved))
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        stranger.get(address(approved))


def test_the_policy_names_what_needs_two_reviewers(stranger: Client) -> None:
    from curbside_site.review.models import HighRisk

    assert "None is listed now" in stranger.get("/editorial-policy/").content.decode()
    HighRisk.objects.create(word="inventamab", kind="drug", why="the tests", added_by="the tests")
    assert "inventamab" in stranger.get("/editorial-policy/").content.decode()


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        (
            "Intramuscular methylcobalamin in vitamin B12 deficiency with peripheral neuropathy and pain: "
            "dose and course",
            "intramuscular-methylcobalamin-in-vitamin-b12-deficiency-with-peripheral-neuropathy-and-pain",
        ),
        ("Rashamine: dose and course", "rashamine-dose-and-course"),
        ("Dose " * 19 + "and course of it", "-".join(["dose"] * 19)),
        ("?", "article"),
    ],
)
def test_an_address_ends_with_a_phrase(title: str, stem: str) -> None:
    assert articles._stem(title) == stem


@given(title=st.text())
def test_an_address_is_never_empty_and_never_too_long(title: str) -> None:
    stem = articles._stem(title)
    assert 0 < len(stem) <= articles.LONGEST_SLUG
    assert not stem.startswith("-")
    assert not stem.endswith("-")


def test_an_approved_text_names_its_forms_in_words_and_leads_to_its_reviewer(
    approved: Revision, stranger: Client
) -> None:
    told = page(stranger, approved)
    assert "This page, print, PDF, plain text (Markdown)." in told
    assert "/board/#ben" in told
    board = stranger.get("/board/").content.decode()
    assert 'id="ben"' in board


def test_every_form_that_an_approval_can_name_has_words() -> None:
    assert len(in_words(review.RENDITIONS)) == len(review.RENDITIONS)
    assert not set(in_words(review.RENDITIONS)) & {"docx", "md", "jsonld", "fhir"}
