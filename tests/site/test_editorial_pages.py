"""The pages of authors, reviewers and editors, as they use them without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.site import invented

from curbside.engine import Engine
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import services as articles
from curbside_site.articles import states
from curbside_site.articles.models import Article, Working
from curbside_site.articles.moves import State
from curbside_site.asking.models import Run
from curbside_site.audit_trail.models import Entry
from curbside_site.review import jobs
from curbside_site.review import services as review
from curbside_site.review.models import HighRisk, Policy

pytestmark = pytest.mark.django_db
People = Callable[..., Person]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with invented.engine_at(tmp_path_factory.mktemp("library")) as made:
        yield made


@pytest.fixture
def ada(person: People, engine: Engine) -> Person:
    return person("ada", Role.AUTHOR)


def as_(who: Person) -> Client:
    made = Client()
    made.force_login(who)
    return made


def words(page: Any) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_an_author_makes_an_article_of_a_run_of_their_own_alone(ada: Person, person: People) -> None:
    from curbside_site.articles import desk

    found = desk.asked(invented.QUESTION, jurisdiction="uk", audience="professional", length="standard")
    kept = desk.save(found)  # type: ignore[arg-type]
    run = Run.objects.create(person=ada, text=invented.QUESTION, state=Run.FINISHED, result={}, answer=kept)
    assert as_(person("eve", Role.AUTHOR)).post(f"/write/from-run/{run.pk}/").status_code == 404
    done = as_(ada).post(f"/write/from-run/{run.pk}/")
    article = Article.objects.get()
    assert done.headers["Location"] == f"/write/{article.slug}/"
    assert article.question == invented.QUESTION


def test_an_author_edits_and_hands_in(ada: Person) -> None:
    client, article = as_(ada), invented.written(ada)
    to = f"/write/{article.slug}/do"
    client.post(f"{to}/begin/")
    dose = next(s for s in article.latest.body["statements"] if "6 mg" in s["text"])
    wrong = dose["text"].replace("6 mg", "16 mg")
    refused = client.post(f"{to}/reword/", {"version": 1, "statement": dose["id"], "text": wrong})
    assert refused.status_code == 422
    told = words(refused)
    assert "16 mg" in told, "the author's words stay in the box"
    assert 'aria-invalid="true"' in refused.content.decode()
    against = next(s["id"] for s in article.latest.body["statements"] if s["facet"] == "contraindications")
    kept = client.post(f"{to}/remove/", {"version": 1, "statement": against}, follow=True)
    assert "must not be given" in words(kept)
    watched = next(s["id"] for s in article.latest.body["statements"] if s["facet"] == "monitoring")
    client.post(f"{to}/remove/", {"version": 1, "statement": watched})
    client.post(f"{to}/keep/", {"version": 2, "why": "shorter"})
    client.post(f"{to}/submit/")
    assert [str(states.of(r)) for r in article.revisions.all()] == ["superseded", "submitted"]


def test_words_are_checked_while_they_are_typed_and_nothing_is_stored(ada: Person) -> None:
    client, article = as_(ada), invented.written(ada)
    client.post(f"/write/{article.slug}/do/begin/")
    dose = next(s for s in article.latest.body["statements"] if "6 mg" in s["text"])
    check = f"/write/{article.slug}/check/"
    good = client.post(check, {"statement": dose["id"], "text": dose["text"]}).json()
    bad = client.post(check, {"statement": dose["id"], "text": dose["text"].replace("6 mg", "7 mg")}).json()
    assert (good["stands"], bad["stands"]) == (True, False)
    assert any("7 mg" in reason for reason in bad["reasons"])
    assert Working.objects.get().version == 1
    assert client.post(check, {"statement": "s99", "text": "x"}).status_code == 422


def test_an_author_chooses_sentences_of_a_source(ada: Person, engine: Engine) -> None:
    client, article = as_(ada), invented.written(ada)
    to = f"/write/{article.slug}"
    client.post(f"{to}/do/begin/")
    watched = next(s["id"] for s in article.latest.body["statements"] if s["facet"] == "monitoring")
    client.post(f"{to}/do/remove/", {"version": 1, "statement": watched})
    assert "Fictoprolol tablets" in words(client.get(f"{to}/sources/"))
    page = client.get(f"{to}/sources/test:label/").content.decode()
    source = engine.library.get("test:label")
    start = next(u.start for u in source.units if source.text[u.start : u.end].startswith("Blood pressure"))
    assert f'value="{start}"' in page
    done = client.post(f"{to}/do/quote/", {"version": 2, "source": "test:label", "start": start}, follow=True)
    assert "Blood pressure is checked every 3 weeks" in words(done)
    assert client.get(f"{to}/sources/test:nothing/").status_code == 404


def test_another_authors_article_is_shut(ada: Person, person: People) -> None:
    article = invented.written(ada)
    eve = as_(person("eve", Role.AUTHOR))
    assert eve.get(f"/write/{article.slug}/").status_code == 403
    assert eve.post(f"/write/{article.slug}/do/begin/").status_code == 403
    assert eve.get(f"/editing/{article.slug}/").status_code == 403
    assert as_(person("edith", Role.EDITOR)).get(f"/write/{article.slug}/").status_code == 200


def test_a_reviewer_judges_every_statement_and_approves(ada: Person, person: People) -> None:
    ben = person("ben", Role.REVIEWER)
    client, revision = as_(ben), invented.written(ada).latest
    review.submit(by=ada, revision=revision)
    to = f"/review/{revision.article.slug}/1"
    assert revision.title in words(client.get("/review/"))
    client.post(f"{to}/take/")
    ids = review.statement_ids(revision)
    page = client.get(f"{to}/").content.decode()
    assert all(f'name="verdict-{i}"' in page for i in ids)
    assert all(s["citations"][0]["quote"] in unescape(page) for s in revision.body["statements"])
    decide = {"do": "approve", "text_hash": revision.text_hash, "rendition": ["page", "pdf"]}
    assert "verdict on every statement" in words(client.post(f"{to}/decide/", decide, follow=True))
    missing = client.post(f"{to}/verdicts/", {f"verdict-{ids[0]}": "wrong"}, follow=True)
    assert "Say in words" in words(missing)
    client.post(f"{to}/verdicts/", {f"verdict-{i}": "sound" for i in ids})
    client.post(f"{to}/decide/", decide)
    assert states.of(revision) is State.APPROVED
    decision = revision.decisions.get()
    assert (decision.renditions, decision.interests) == (["page", "pdf"], "none declared")
    history = words(as_(person("edith", Role.EDITOR)).get(f"/editing/{revision.article.slug}/"))
    assert "pdf: approved" in history
    assert "fhir: not reviewed" in history
    assert "Ben (invented)" in words(Client().get("/board/"))


def test_verdicts_by_keyboard_are_kept_one_by_one(ada: Person, person: People) -> None:
    client, revision = as_(person("ben", Role.REVIEWER)), invented.written(ada).latest
    review.submit(by=ada, revision=revision)
    to = f"/review/{revision.article.slug}/1"
    client.post(f"{to}/take/")
    json = {"HTTP_ACCEPT": "application/json"}
    assert client.post(f"{to}/verdicts/", {"verdict-s1": "sound"}, **json).json() == {
        "given": 1,
        "faults": [],
        "done": 1,
    }
    again = client.post(f"{to}/verdicts/", {"verdict-s1": "sound"}, **json).json()
    assert again["given"] == 0, "the same verdict is not written twice"
    assert client.post(f"{to}/verdicts/", {"verdict-s2": "wrong"}, **json).status_code == 422


def test_flags_come_first_and_the_order_of_the_text_is_a_link_away(ada: Person, person: People) -> None:
    client, revision = as_(person("ben", Role.REVIEWER)), invented.written(ada).latest
    review.submit(by=ada, revision=revision)
    to = f"/review/{revision.article.slug}/1/"
    order = [
        re.findall(r'<li class="pair[^"]*" id="(s\d+)"', client.get(to + q).content.decode())
        for q in ("", "?order=text")
    ]
    assert order[1] == list(review.statement_ids(revision))
    flagged = [s["id"] for s in revision.body["statements"] if "conflict" in s["flags"]]
    assert flagged
    assert order[0][: len(flagged)] == flagged


def test_an_author_is_told_that_others_review_it(ada: Person, person: People) -> None:
    both = person("dora", Role.AUTHOR, Role.REVIEWER)
    revision = invented.written(both).latest
    review.submit(by=both, revision=revision)
    page = as_(both).get(f"/review/{revision.article.slug}/1/").content.decode()
    assert "others review it" in page
    assert "Begin to review" not in page


def test_an_amendment_shows_what_changed(ada: Person, person: People) -> None:
    from curbside_site.articles import writing

    article = invented.written(ada)
    invented.approved(article, person("ben", Role.REVIEWER))
    working = writing.begin(by=ada, article=article)
    watched = next(s["id"] for s in article.latest.body["statements"] if s["facet"] == "monitoring")
    writing.remove(by=ada, working=working, version=1, statements=[watched])
    review.submit(by=ada, revision=writing.keep(by=ada, working=working, version=2, why="shorter"))
    page = as_(person("cleo", Role.REVIEWER)).get(f"/review/{article.slug}/2/").content.decode()
    assert "What changed since revision 1: 1 statement" in page
    assert re.search(r"<del>Blood pressure is checked", page)
    side_by_side = as_(person("edith", Role.EDITOR)).get(f"/editing/{article.slug}/compare/1/2/").content.decode()
    assert "<del>Blood pressure is checked" in side_by_side


def test_an_editor_assigns_sets_policy_and_answers(ada: Person, person: People) -> None:
    edith, ben = person("edith", Role.EDITOR), person("ben", Role.REVIEWER)
    client, article = as_(edith), invented.written(ada)
    review.submit(by=ada, revision=article.latest)
    client.post(f"/review/{article.slug}/1/assign/", {"reviewer": "ben"})
    assert "yours" in words(as_(ben).get("/review/"))
    client.post("/editing/policy/", {"do": "policy", "months": "18", "high_risk_months": "9", "text": "Our policy."})
    assert Policy.objects.get().months == 18
    told = client.post("/editing/policy/", {"do": "policy", "months": "3", "high_risk_months": "9"}, follow=True)
    assert "not the longer one" in words(told)
    client.post("/editing/policy/", {"do": "add", "word": "Fictoprolol", "kind": "drug", "why": "invented"})
    entry = HighRisk.objects.get()
    client.post("/editing/policy/", {"do": "remove", "entry": entry.pk, "why": ""})
    assert HighRisk.objects.exists()
    client.post("/editing/policy/", {"do": "remove", "entry": entry.pk, "why": "invented"})
    assert not HighRisk.objects.exists()
    assert Entry.objects.filter(about="high-risk:fictoprolol").count() == 2
    report = articles.report(by=None, revision=article.latest, text="A fault.", statement="s1")
    assert "A fault." in words(client.get("/editing/reports/"))
    client.post("/editing/reports/", {"report": report.pk, "answer": "Thank you."})
    report.refresh_from_db()
    assert report.answered_by == edith


def test_an_editor_sees_what_lapsed_and_why(ada: Person, person: People, engine: Engine) -> None:
    article = invented.written(ada)
    revision = invented.approved(article, person("ben", Role.REVIEWER))
    client = as_(person("edith", Role.EDITOR))
    jobs.run_due()
    from curbside_site.review.lapsing import Reason, lapse

    lapse(
        by="system: tests",
        revision=revision,
        why=Reason("retracted", "test:x", "An invented retraction.", "k", ("s1",)),
    )
    for page in ("/editing/", "/editing/lapses/", "/editing/lapses/?reason=retracted", f"/write/{article.slug}/"):
        assert "An invented retraction." in words(client.get(page)), page
    assert "An invented retraction." not in words(client.get("/editing/lapses/?reason=date"))


def test_withdrawing_needs_the_tick_and_the_reason(ada: Person, person: People) -> None:
    article = invented.written(ada)
    revision = invented.approved(article, person("ben", Role.REVIEWER))
    client = as_(person("edith", Role.EDITOR))
    to = f"/editing/{article.slug}/1/withdraw/"
    client.post(to, {"reason": "wrong"})
    client.post(to, {"sure": "yes", "reason": " "})
    assert states.of(revision) is State.APPROVED
    client.post(to, {"sure": "yes", "reason": "wrong"})
    assert states.of(revision) is State.WITHDRAWN


MARKDOWN = (
    b"---\nkind: guideline\ntitle: 'Invented'\n---\n\n# Invented\n\n## Dose\n\nInventolol 2 mg is taken once daily.\n"
)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.exe", b"MZ", "no kind that is read"),
        ("x.pdf", b"hello", "does not begin as a PDF does"),
        ("x.docx", b"hello", "does not begin as a DOCX does"),
        ("x.md", b"", "empty"),
        ("../../x.md", b"---\nkind: [\n---\n", "x.md"),
    ],
)
def test_what_is_no_source_is_told(person: People, engine: Engine, name: str, content: bytes, told: str) -> None:
    client = as_(person("edith", Role.EDITOR))
    before = engine.library.last_change()
    done = client.post("/write/add-source/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert told in words(done)
    assert engine.library.last_change() == before


def test_an_upload_is_read_kept_and_written_to_the_trail(person: People, engine: Engine) -> None:
    client = as_(person("edith", Role.EDITOR))
    done = client.post("/write/add-source/", {"file": SimpleUploadedFile("x.md", MARKDOWN)}, follow=True)
    assert "In the library: Invented" in words(done)
    entry = Entry.objects.get(action="source added")
    assert engine.library.get(entry.about.removeprefix("source:")).title == "Invented"


def test_too_large_an_upload_is_told(person: People, engine: Engine, settings: Any) -> None:
    settings.UPLOAD_LARGEST = 10
    client = as_(person("edith", Role.EDITOR))
    done = client.post("/write/add-source/", {"file": SimpleUploadedFile("x.md", MARKDOWN)}, follow=True)
    assert "10 are taken" in words(done)


def test_nothing_is_fetched_unless_the_owner_says_so(person: People, engine: Engine) -> None:
    client = as_(person("edith", Role.EDITOR))
    assert "Fetching is off" in words(client.post("/write/add-source/", {"identifier": "12345"}, follow=True))


def test_what_is_no_identifier_is_told_before_anything_is_asked(person: People, engine: Engine, settings: Any) -> None:
    settings.FETCHING = True
    client = as_(person("edith", Role.EDITOR))
    for text in ("", "hello", "10.1/x", "http://example.org", "1 OR 1"):
        told = words(client.post("/write/add-source/", {"identifier": text}, follow=True))
        assert "is no PMID, DOI or set id" in told, text
