"""Europe PMC, DailyMed, openFDA and a CSV of retractions, from a server on this machine; all records are invented."""

import json
from io import BytesIO

import pytest

from curbside.errors import FetchError, UsageError
from curbside.fetching import config, dailymed, europepmc, openfda, retraction_watch
from curbside.fetching.asking import Limits
from curbside.sources.base import HEAD, Draft, Input, Rejected, finished
from curbside.sources.europepmc import EuropePmcReader
from curbside.testing._literature_services import SETIDS, europepmc_record
from curbside.testing.literature_server import Fault

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
SEARCH, LABELS = "/europepmc/search", "/openfda/drug/label.json"
FAULTS = [
    Fault.status(429, retry_after="3"),
    Fault.status(500),
    Fault.status(503),
    Fault.cut(),
    Fault.cut_chunks(),
    Fault.reset(),
    Fault.page(),
    Fault.changed(lambda raw: raw[: len(raw) // 2]),
    Fault.changed(lambda raw: raw.replace(b"nvented", b"\xff\xfe")),
    Fault.instead(b"[]"),
    Fault.instead(b"{}"),
    Fault.instead(b""),
]


@pytest.fixture
def papers(waits, settings):
    """Fetches from Europe PMC: the pages, and what was told."""
    client = europepmc.client(settings, Limits(tries=4), waits.timing())

    def fetched(query: str = "invented", maximum: int | None = None, **more):
        told: list[str] = []
        return list(europepmc.search(query, maximum, client, settings, tell=told.append, **more)), told

    fetched.client = client
    return fetched


@pytest.fixture
def labels(waits, settings):
    """Fetches from openFDA: the pages, and what was told."""
    client = openfda.client(settings, Limits(tries=4), waits.timing())

    def fetched(query: str = "openfda.generic_name:invented", maximum: int | None = None, **more):
        told: list[str] = []
        return list(openfda.labels(query, maximum, client, settings, tell=told.append, **more)), told

    return fetched


def _ids(pages) -> list[str]:
    return [one for page in pages for one in page.ids]


EVERY = [f"{r['source']}:{r['id']}" for r in map(europepmc_record, range(230))]


def test_all_core_records_come_by_cursor(server, papers) -> None:
    pages, told = papers()
    assert _ids(pages) == EVERY
    assert [asked.params["cursorMark"] for asked in server.requests] == ["*", "after-100", "after-200", "after-230"]
    assert {asked.params["resultType"] for asked in server.requests} == {"core"}
    assert [page.after for page in pages] == ["after-100", "after-200", "after-230"]
    assert told == []


def test_a_maximum_is_kept_and_told(papers) -> None:
    pages, told = papers(maximum=120)
    assert _ids(pages) == EVERY[:120]
    assert told == ["Europe PMC found 230 records; the first 120 are taken."]


def test_a_stopped_fetch_goes_on_at_its_cursor(papers) -> None:
    first = papers(maximum=100)[0]
    assert first[-1].after is None
    whole, _ = papers()
    rest, _ = papers(after=whole[0].after, taken=100)
    assert _ids([whole[0], *rest]) == EVERY
    assert [page.number for page in rest] == [2, 3]


def test_nothing_found_by_europe_pmc_is_told(papers) -> None:
    assert papers("nothing") == ([], ['Europe PMC found nothing for "nothing".'])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_core_record_is_lost_by_a_fault_that_passes(server, papers, fault: Fault) -> None:
    server.fault(SEARCH, fault, times=2, after=1)
    pages, told = papers()
    assert _ids(pages) == EVERY
    assert told == []


def test_an_error_with_status_200_is_told(server, papers) -> None:
    body = {"errCode": 404, "errMsg": "Invalid page size provided"}
    server.fault(SEARCH, Fault.instead(json.dumps(body).encode(), "application/json"))
    with pytest.raises(FetchError, match=r"Europe PMC refused the search \(Invalid page size provided\)"):
        papers()


def test_a_count_that_changes_between_pages_is_told(server, papers) -> None:
    server.fault(SEARCH, Fault.changed(lambda raw: raw.replace(b'"hitCount": 230', b'"hitCount": 231')), after=1)
    pages, told = papers()
    assert _ids(pages) == EVERY
    assert told[0] == "Europe PMC found 230 records, and 231 when asked for the next: some may be missing."


def test_records_that_come_twice_or_not_at_all_are_told(server, papers) -> None:
    def again(raw: bytes) -> bytes:
        answer = json.loads(raw)
        answer["resultList"]["result"] = [europepmc_record(n) for n in range(50)]
        del answer["nextCursorMark"]
        return json.dumps(answer).encode()

    server.fault(SEARCH, Fault.changed(again), after=1)
    pages, told = papers()
    assert len(pages) == 2
    assert told[0].startswith("Europe PMC gave 50 records twice")
    assert told[1] == "Europe PMC found 230 records and gave 150; search again for the others."


def test_a_cursor_that_repeats_ends_the_fetch(server, papers) -> None:
    server.fault(SEARCH, Fault.changed(lambda raw: raw.replace(b"after-200", b"after-100")), times=9, after=1)
    pages, told = papers()
    assert len(pages) == 2
    assert "gave 200" in told[-1]


def test_full_texts_come_for_the_open_records_only(server, papers, settings) -> None:
    (page,), _ = papers(maximum=20)
    told: list[str] = []
    texts = list(europepmc.full_texts(page, papers.client, settings, told.append))
    open_ones = [n for n in range(20) if n % 2 == 0 and n % 7]
    assert [text.name for text in texts] == [f"PMC{9_900_000 + n}.xml" for n in open_ones if n % 3 == 0]
    assert len(told) == len([n for n in open_ones if n % 3])
    assert all(b"<article" in text.raw for text in texts)
    assert texts[0].where == "europepmc PMC9900006 full text"


def test_a_page_of_europe_pmc_is_read_by_its_reader(papers) -> None:
    (page,), _ = papers(maximum=14)
    reader = EuropePmcReader()
    given = Input(page.where, page.name, page.raw[:HEAD], lambda: BytesIO(page.raw))
    assert reader.accepts(page.name, page.raw[:HEAD])
    found = list(reader.read(given))
    assert [one.source.id for one in found][:2] == ["doi:10.99999/invented.0", "pmid:90000002"]
    assert found[0].source.publication_types == ("Preprint",)
    assert not any(isinstance(finished(one), Rejected) for one in found if isinstance(one, Draft))


def test_labels_of_dailymed_come_by_set_id(server, waits, settings) -> None:
    client = dailymed.client(settings, timing=waits.timing())
    pages = list(dailymed.labels([SETIDS[0], f"SPL:{SETIDS[1].upper()}", SETIDS[0]], client, settings))
    assert [page.ids for page in pages] == [(SETIDS[0],), (SETIDS[1],)]
    assert [page.name for page in pages] == [f"{SETIDS[0]}.xml", f"{SETIDS[1]}.xml"]
    assert server.requests[0].path == f"/dailymed/spls/{SETIDS[0]}.xml"


def test_a_label_that_is_not_there_is_told(waits, settings) -> None:
    missing = "99999999-0000-4000-8000-000000000001"
    with pytest.raises(FetchError) as caught:
        dailymed.label(missing, dailymed.client(settings, timing=waits.timing()), settings)
    assert str(caught.value) == f"DailyMed has no label with the set id {missing}; check the set id."


@pytest.mark.parametrize("text", ["", "../../etc/passwd", "metformin", SETIDS[0] + "/history"])
def test_what_is_no_set_id_is_refused_before_anything_is_asked(server, settings, text: str) -> None:
    with pytest.raises(UsageError, match="is no set id"):
        list(dailymed.labels([SETIDS[0], text], dailymed.client(settings), settings))
    assert not server.requests


@pytest.mark.parametrize("fault", FAULTS[:9], ids=lambda fault: fault.name)
def test_a_label_survives_a_fault_that_passes(server, waits, settings, fault: Fault) -> None:
    server.fault(f"/dailymed/spls/{SETIDS[0]}.xml", fault, times=2)
    page = dailymed.label(SETIDS[0], dailymed.client(settings, timing=waits.timing()), settings)
    assert SETIDS[0].encode() in page.raw


def test_labels_of_openfda_come_page_by_page(server, labels, monkeypatch) -> None:
    monkeypatch.setattr(openfda, "PAGE", 3)
    pages, told = labels()
    assert _ids(pages) == list(SETIDS)
    assert [(page.number, page.pages, page.after) for page in pages] == [(1, 3, "3"), (2, 3, "6"), (3, 3, None)]
    assert told == []
    assert _ids(labels(skip=3)[0]) == list(SETIDS[3:])
    assert labels(maximum=4)[1] == ["openFDA found 7 labels; the first 4 are taken."]


def test_a_label_of_openfda_comes_by_its_set_id(labels) -> None:
    (page,), _ = labels(openfda.by_set_id(SETIDS[2].upper()))
    assert page.ids == (SETIDS[2],)
    with pytest.raises(UsageError):
        openfda.by_set_id('x" OR "y')


def test_nothing_found_by_openfda_is_told(labels) -> None:
    assert labels("nothing") == ([], ['openFDA found nothing for "nothing".'])


def test_an_address_without_openfda_is_not_taken_for_nothing_found(server, labels) -> None:
    server.fault(LABELS, Fault.status(404, b"<html>gone</html>"))
    with pytest.raises(FetchError, match="no drug labels at this address"):
        labels()


def test_labels_that_cannot_be_reached_are_told(server, labels, monkeypatch) -> None:
    monkeypatch.setattr(openfda, "PAGE", 3)
    monkeypatch.setattr(openfda, "FURTHEST", 0)
    pages, told = labels()
    assert len(_ids(pages)) == 3
    assert told == ["openFDA found 7 labels, of which 3 can be reached by a query; narrow it for the others."]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_no_label_is_lost_by_a_fault_that_passes(server, labels, fault: Fault) -> None:
    server.fault(LABELS, fault, times=2)
    pages, told = labels()
    assert _ids(pages) == list(SETIDS)
    assert told == []


@pytest.mark.parametrize("query", ["", " "])
def test_an_empty_query_is_refused_by_every_service(papers, labels, query: str) -> None:
    for fetch in (papers, labels):
        with pytest.raises(UsageError, match="empty"):
            fetch(query)
        with pytest.raises(UsageError, match="is no number of"):
            fetch("x", 0)


def test_retractions_come_into_a_file(server, waits, settings, tmp_path) -> None:
    client = retraction_watch.client(settings, timing=waits.timing())
    server.fault("/retractions.csv", Fault.cut(), times=2)
    path = retraction_watch.download(server.retractions_url, client, tmp_path)
    assert path.read_bytes().startswith(b"Record ID,")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault.page(), "sent a web page instead of a CSV"),
        (Fault.instead(b"a,b\r\n1,2\r\n", "text/csv"), 'without the column "Record ID"'),
        (Fault.oversized(3_000_000, declared=False), "sent more than 2 MB"),
        (Fault.redirect("http://evil.example/x.csv"), "redirects to another host"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_is_no_file_of_retractions_leaves_no_file(server, waits, settings, tmp_path, fault: Fault, told) -> None:
    server.fault("/retractions.csv", fault)
    client = retraction_watch.client(settings, timing=waits.timing())
    with pytest.raises(FetchError, match=told):
        retraction_watch.download(server.retractions_url, client, tmp_path, largest=2_000_000)
    assert not list(tmp_path.iterdir())


def test_only_http_addresses_have_retractions(waits, settings, tmp_path) -> None:
    with pytest.raises(UsageError, match="is no address that begins with https"):
        retraction_watch.download("file:///etc/passwd", retraction_watch.client(settings), tmp_path)
    assert not list(tmp_path.iterdir())


def test_settings_come_from_the_environment() -> None:
    given = {
        "CURBSIDE_NCBI_API_KEY": " k3y ",
        "CURBSIDE_NCBI_EMAIL": "someone@example.org",
        "CURBSIDE_EUROPEPMC_URL": "https://mirror.example.org/rest/",
        "CURBSIDE_OPENFDA_URL": "",
    }
    found = config.load(given)
    assert (found.ncbi_api_key, found.email) == ("k3y", "someone@example.org")
    assert found.europepmc_url == "https://mirror.example.org/rest"
    assert found.openfda_url == config.FetchSettings().openfda_url
    assert "k3y" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CURBSIDE_NCBI_EMAIL", "a b@example.org"),
        ("CURBSIDE_NCBI_EMAIL", "a@example.org\r\nX: y"),
        ("CURBSIDE_NCBI_API_KEY", "two words"),
        ("CURBSIDE_EUTILS_URL", "file:///x"),
        ("CURBSIDE_EUTILS_URL", "https://me:secret@example.org"),
        ("CURBSIDE_DAILYMED_URL", "https://example.org/?a=b"),
        ("CURBSIDE_OPENFDA_URL", "example.org"),
        ("CURBSIDE_OPENFDA_URL", "http://[::1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=name) as caught:
        config.load({name: value})
    assert "secret" not in str(caught.value)


def test_the_key_is_not_sent_without_protection() -> None:
    with pytest.raises(UsageError, match="over which the API key is not sent"):
        config.load({"CURBSIDE_EUTILS_URL": "http://mirror.example.org", "CURBSIDE_NCBI_API_KEY": "k"})
    assert config.load({"CURBSIDE_EUTILS_URL": "http://127.0.0.1:8000", "CURBSIDE_NCBI_API_KEY": "k"}).ncbi_api_key
