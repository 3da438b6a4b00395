"""PubMed by query, against a server on this machine; all records are invented."""

import re
from datetime import date

import pytest

from curbside.errors import FetchError, UsageError
from curbside.fetching import eutils
from curbside.fetching._efetch import pmids
from curbside.fetching._parts import Search
from curbside.fetching.asking import Limits
from curbside.fetching.config import FetchSettings
from curbside.fetching.timing import Limiter
from curbside.sources.xml import parsed
from curbside.testing._literature_faults import plain
from curbside.testing._literature_services import FIRST_PMID, Services
from curbside.testing.literature_server import Fault, LiteratureServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
ESEARCH, EFETCH = "/eutils/esearch.fcgi", "/eutils/efetch.fcgi"
ALL = tuple(str(FIRST_PMID + n) for n in range(450))


@pytest.fixture
def pubmed(waits, settings):
    """Fetches by query: the pages, and what was told."""
    client = eutils.client(settings, Limits(tries=4), waits.timing())

    def fetched(query: str = "invented", maximum: int | None = None, **more):
        told: list[str] = []
        return list(eutils.pubmed(query, maximum, client, settings, tell=told.append, **more)), told

    return fetched


def _ids(pages) -> tuple[str, ...]:
    return tuple(pmid for page in pages for pmid in page.ids)


def test_all_records_come_in_pages_of_200(server, pubmed) -> None:
    pages, told = pubmed()
    assert [len(page.ids) for page in pages] == [200, 200, 50]
    assert _ids(pages) == ALL
    assert [page.where for page in pages] == [f"pubmed query page {n}" for n in (1, 2, 3)]
    assert [(page.number, page.pages, page.after) for page in pages] == [(1, 3, "1"), (2, 3, "2"), (3, 3, None)]
    assert not any(page.missing for page in pages)
    assert told == ['PubMed read the query as: "invented"[All Fields]']


def test_a_page_is_the_document_as_it_came(pubmed) -> None:
    pages, _ = pubmed(maximum=3)
    assert pages[0].raw.startswith(b"<?xml")
    assert pmids(parsed(pages[0].raw, "page")) == pages[0].ids == ALL[:3]


def test_records_are_fetched_from_the_history_server_with_who_asks(server, pubmed) -> None:
    pubmed()
    search, *fetches = server.requests
    assert search.method == "POST"
    assert (search.params["usehistory"], search.params["db"]) == ("y", "pubmed")
    assert (search.params["tool"], search.params["email"]) == ("curbside", "someone@example.org")
    assert all("WebEnv" in asked.params and "id" not in asked.params for asked in fetches)
    assert [(asked.params["retstart"], asked.params["retmax"]) for asked in fetches] == [
        ("0", "200"),
        ("200", "200"),
        ("400", "50"),
    ]


def test_the_key_is_sent_in_the_form_and_shown_nowhere(server, settings, waits) -> None:
    with_key = FetchSettings(eutils_url=server.eutils_url, ncbi_api_key="abc123secret")
    client = eutils.client(with_key, Limits(tries=2), waits.timing())
    server.fault(ESEARCH, Fault.status(400, b'{"error":"API key invalid","api-key":"abc123secret"}'))
    with pytest.raises(FetchError) as caught:
        eutils.search("invented", 5, client, with_key)
    assert str(caught.value).startswith("PubMed answered 400 (API key invalid)")
    assert server.requests[0].params["api_key"] == "abc123secret"
    assert "abc123secret" not in str(caught.value) + repr(with_key) + repr(client) + server.requests[0].query


def test_three_requests_a_second_and_ten_with_a_key(waits) -> None:
    def apart(settings: FetchSettings) -> float:
        limiter = eutils.client(settings, timing=waits.timing()).limiter
        assert isinstance(limiter, Limiter)
        waits.slept.clear()
        for _ in range(5):
            limiter.wait()
        return waits.slept[-1]

    assert apart(FetchSettings()) == pytest.approx(1.1 / 3)
    assert apart(FetchSettings(ncbi_api_key="k")) == pytest.approx(0.11)


def test_the_limit_of_the_service_is_kept_for_real() -> None:
    with LiteratureServer(records=450, per_second=10) as server:
        settings = FetchSettings(eutils_url=server.eutils_url, ncbi_api_key="k")
        pages = list(eutils.pubmed("invented", None, eutils.client(settings), settings))
        assert _ids(pages) == ALL
        assert server.refused == 0


def test_nothing_found_is_no_page_and_told(pubmed) -> None:
    pages, told = pubmed("nothing")
    assert pages == []
    assert told[-1] == 'PubMed found nothing for "nothing".'


def test_phrases_that_are_not_known_are_told(server, pubmed) -> None:
    server.services.unknown = ("methylcobalaminx",)
    _, told = pubmed("methylcobalaminx AND invented", 5)
    assert 'PubMed does not know the phrase "methylcobalaminx"' in told


def test_records_beyond_the_maximum_are_told(pubmed) -> None:
    pages, told = pubmed(maximum=250)
    assert _ids(pages) == ALL[:250]
    assert told[-1] == "PubMed found 450 records; the first 250 are taken."


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_query_is_refused(pubmed, query: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        pubmed(query)


def test_no_records_at_most_is_refused(pubmed) -> None:
    with pytest.raises(UsageError, match="0 is no number of records"):
        pubmed(maximum=0)


@pytest.mark.parametrize("path", [ESEARCH, EFETCH])
@pytest.mark.parametrize(
    "fault",
    [
        Fault.status(429, retry_after="2"),
        Fault.status(500),
        Fault.status(503),
        Fault.cut(),
        Fault.cut_chunks(),
        Fault.reset(),
        Fault.page(),
        Fault.changed(lambda raw: raw[: len(raw) // 2]),
        Fault.changed(lambda raw: raw.replace(b"nvented", b"\xff\xfe")),
        Fault.instead(b""),
        Fault.instead(b'{"error":"API rate limit exceeded","api-key":"1.2.3.4"}', "application/json"),
        Fault.instead(b"<eFetchResult><ERROR>Search Backend failed: 502 Proxy Error</ERROR></eFetchResult>"),
        Fault.instead(b"<other/>"),
    ],
    ids=lambda fault: fault.name if isinstance(fault, Fault) else fault.rpartition("/")[2],
)
def test_no_record_is_lost_or_doubled_by_a_fault_that_passes(server, pubmed, path: str, fault: Fault) -> None:
    server.fault(path, fault, times=2)
    pages, told = pubmed()
    assert _ids(pages) == ALL
    assert len(told) == 1


@pytest.mark.parametrize(
    ("path", "fault", "told"),
    [
        (ESEARCH, Fault.page(), "PubMed sent a web page instead of search results (Invented: service unavailable) (4"),
        (EFETCH, Fault.page(), "PubMed sent a web page instead of records (Invented: service unavailable) (4 times)"),
        (EFETCH, Fault.status(500), "PubMed answered 500 (4 times); try again later."),
        (EFETCH, Fault.cut(), "PubMed sent an answer that was cut short (4 times); try again later."),
        (EFETCH, Fault.instead(b"<a><ERROR>Down</ERROR></a>"), "PubMed answered with an error (Down) (4 times)"),
        (EFETCH, Fault.instead(b"<a><b></a>"), "PubMed sent records that cannot be read (is not well-formed XML"),
    ],
)
def test_a_fault_that_stays_is_one_clear_sentence(server, pubmed, path: str, fault: Fault, told: str) -> None:
    server.fault(path, fault, times=50)
    with pytest.raises(FetchError) as caught:
        pubmed()
    assert str(caught.value).startswith(told)


def test_a_refused_query_is_told_at_once(server, pubmed) -> None:
    body = b"<eSearchResult><ERROR>Invalid db name specified: pubmedx</ERROR></eSearchResult>"
    server.fault(ESEARCH, Fault.instead(body), times=9)
    with pytest.raises(FetchError, match=r"refused the search \(Invalid db name"):
        pubmed()
    assert len(server.requests) == 1


def test_pages_before_a_fault_that_stays_are_complete_and_the_rest_goes_on_later(server, waits, settings) -> None:
    client = eutils.client(settings, Limits(tries=2), waits.timing())
    found = eutils.search("invented", None, client, settings)
    server.fault(EFETCH, Fault.status(503), times=2, after=1)
    first = []
    with pytest.raises(FetchError):
        first.extend(eutils.pages(found, client, settings))
    server.services.lose_history()
    again = Search.of(found.stored())
    assert again == found
    rest = list(eutils.pubmed("invented", None, client, settings, start=len(first), found=again))
    assert _ids([*first, *rest]) == ALL
    assert [page.number for page in rest] == [2, 3]


def test_to_go_on_needs_the_stored_search(pubmed) -> None:
    with pytest.raises(UsageError, match="its stored search is needed"):
        pubmed(start=1)


@pytest.mark.parametrize("stored", ["", "{}", "[]", '{"parts": 3}', '{"parts": [{}]}'])
def test_a_stored_search_that_cannot_be_read_is_refused(stored: str) -> None:
    with pytest.raises(UsageError, match="stored search cannot be read"):
        Search.of(stored)


class _Growing(Services):
    """Services to which newer records can be added while a fetch is under way."""

    newer = 0

    def found(self, term, params):
        return [str(FIRST_PMID - n) for n in range(self.newer, 0, -1)] + super().found(term, params)


def _losing(server, newer: int = 0) -> Fault:
    def send(to, reply) -> None:
        server.services.newer = newer
        server.services.lose_history()
        plain(to, server.services.reply(EFETCH, {"WebEnv": "gone"}))

    server.services = _Growing(450)
    return Fault("lost", send)


def test_a_search_that_the_server_lost_is_made_again(server, pubmed) -> None:
    server.fault(EFETCH, _losing(server), after=1)
    pages, told = pubmed()
    assert _ids(pages) == ALL
    assert len(server.asked(ESEARCH)) == 2
    assert len(told) == 1


def test_other_records_in_the_search_made_again_are_told_and_the_first_list_is_fetched(server, pubmed) -> None:
    server.fault(EFETCH, _losing(server, newer=7), after=1)
    pages, told = pubmed()
    assert _ids(pages) == ALL
    assert len(told) == 2
    assert told[1].startswith("PubMed lost the search; made again, it finds 457 records, 7 of them new")


def test_a_page_that_the_history_server_gives_short_is_fetched_by_its_ids(server, pubmed) -> None:
    server.services.unheld = {ALL[3], ALL[5]}
    pages, told = pubmed()
    assert _ids(pages) == ALL
    assert len(told) == 1


def test_records_that_are_listed_and_not_handed_over_are_told_by_their_ids(server, pubmed) -> None:
    server.services.withheld = {ALL[3], ALL[205]}
    pages, told = pubmed()
    assert set(_ids(pages)) == set(ALL) - {ALL[3], ALL[205]}
    assert [page.missing for page in pages] == [(ALL[3],), (ALL[205],), ()]
    assert told[1] == f"PubMed lists PMID {ALL[3]} without handing over a record (pubmed query page 1)."


def test_a_page_of_which_nothing_comes_is_told_only(server, pubmed) -> None:
    server.services.withheld = set(ALL[200:400])
    pages, told = pubmed()
    assert [page.number for page in pages] == [1, 3]
    assert f"{ALL[200]}, {ALL[201]}" in told[1]
    assert "and 190 more" in told[1]


def test_a_page_of_other_records_is_fetched_by_its_ids(server, pubmed) -> None:
    def shifted(raw: bytes) -> bytes:
        return re.sub(rb"9000(\d{4})", lambda m: b"9000%04d" % (int(m[1]) + 1), raw)

    server.fault(EFETCH, Fault.changed(shifted), times=1)
    pages, _ = pubmed()
    assert _ids(pages) == ALL
    assert "id" in server.asked(EFETCH)[1].params


def test_more_than_can_be_listed_is_searched_in_parts_by_date_of_entry(waits) -> None:
    with LiteratureServer(records=21_000) as server:
        server.services.a_day = 50
        settings = FetchSettings(eutils_url=server.eutils_url)
        client = eutils.client(settings, timing=waits.timing())
        found = eutils.search("invented", None, client, settings)
        assert sorted(found.ids) == [str(FIRST_PMID + n) for n in range(21_000)]
        assert len(set(found.ids)) == 21_000
        assert len(found.parts) > 2
        assert all(len(part.ids) <= 9_999 for part in found.parts)
        assert any("in parts, by date of entry" in told for told in found.told)
        newest = eutils.search("invented", 12_000, client, settings)
        assert newest.ids[0] == str(FIRST_PMID)
        assert len(set(newest.ids)) == 12_000
        assert newest.told[-1] == "PubMed found 21,000 records; the first 12,000 are taken."
        last = list(eutils.pages(newest, client, settings, start=len(newest.ids) // 200))
        assert last[-1].ids[-1] == newest.ids[-1]
        assert Search.of(newest.stored()) == newest


def test_a_single_day_with_more_than_can_be_listed_is_told(waits) -> None:
    with LiteratureServer(records=10_500) as server:
        server.services.a_day = 10_200
        settings = FetchSettings(eutils_url=server.eutils_url)
        found = eutils.search("invented", None, eutils.client(settings, timing=waits.timing()), settings)
        assert len(found.ids) == 9_999 + 300
        told = "Of 10,200 records that were added on 2024-12-31, PubMed lists 9,999"
        assert any(sentence.startswith(told) for sentence in found.told)
        assert found.told[-1] == "PubMed counts 10,500 records and lists 10,299 of them."
        assert {part.days.first for part in found.parts if part.days} >= {date(2024, 12, 31)}
