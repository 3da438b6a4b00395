"""The services as they are, asked a few small questions; only where CURBSIDE_VERIFY_NETWORK=1 and there is a network.

    CURBSIDE_VERIFY_NETWORK=1 python -m pytest tests/verification

CURBSIDE_NCBI_EMAIL and CURBSIDE_NCBI_API_KEY are used where they are set.
"""

import os
from io import BytesIO

import pytest

from curbside.errors import FetchError
from curbside.fetching import config, dailymed, europepmc, eutils, openfda
from curbside.fetching.page import Page
from curbside.sources.base import HEAD, Draft, Input
from curbside.sources.europepmc import EuropePmcReader
from curbside.sources.xml import local, parsed

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(
        os.environ.get("CURBSIDE_VERIFY_NETWORK") != "1",
        reason="asks services on the network; set CURBSIDE_VERIFY_NETWORK=1 to run it",
    ),
]
SETTINGS = config.load({name: value for name, value in os.environ.items() if name.startswith("CURBSIDE_NCBI_")})
PMID = "25175124"


def _input(page: Page) -> Input:
    return Input(page.where, page.name, page.raw[:HEAD], lambda: BytesIO(page.raw))


def test_pubmed_gives_the_record_of_a_pmid_and_says_how_it_read_the_query() -> None:
    told: list[str] = []
    client = eutils.client(SETTINGS)
    (page,) = eutils.pubmed(f"{PMID}[uid]", 5, client, SETTINGS, tell=told.append)
    assert page.ids == (PMID,)
    assert local(parsed(page.raw, page.where)) == "PubmedArticleSet"
    assert told


def test_pubmed_gives_several_pages_without_losing_or_doubling_a_record() -> None:
    client = eutils.client(SETTINGS)
    found = eutils.search("hydroxocobalamin[ti]", 250, client, SETTINGS)
    pages = list(eutils.pages(found, client, SETTINGS))
    ids = [pmid for page in pages for pmid in page.ids]
    assert len(pages) == -(-len(found.ids) // eutils.PAGE)
    assert len(ids) == len(set(ids))
    assert set(ids) | {pmid for page in pages for pmid in page.missing} == set(found.ids)


def test_pubmed_says_that_it_found_nothing() -> None:
    found = eutils.search("qqxxzzyyqqxx", 5, eutils.client(SETTINGS), SETTINGS)
    assert (found.count, found.ids) == (0, ())
    assert any("found nothing" in told for told in found.told)


def test_pubmed_lists_a_search_of_more_than_9999_in_parts() -> None:
    found = eutils.search("cholesterol[ti]", 10_500, eutils.client(SETTINGS), SETTINGS)
    assert len(found.ids) == len(set(found.ids)) == 10_500


def test_europe_pmc_gives_core_records_that_the_reader_reads() -> None:
    client = europepmc.client(SETTINGS)
    pages = list(europepmc.search('TITLE:"cobalamin" AND OPEN_ACCESS:Y', 120, client, SETTINGS))
    assert sum(len(page.ids) for page in pages) == 120
    found = [one for page in pages for one in EuropePmcReader().read(_input(page))]
    drafts = [one.source for one in found if isinstance(one, Draft)]
    assert len(drafts) == 120
    assert all(source.title and source.identifiers for source in drafts)
    assert sum(1 for source in drafts if source.licence.name) > 60


def test_europe_pmc_gives_the_full_text_of_an_open_article() -> None:
    client = europepmc.client(SETTINGS)
    (page,) = europepmc.search("PMCID:PMC3257301", 1, client, SETTINGS)
    (full,) = europepmc.full_texts(page, client, SETTINGS)
    assert local(parsed(full.raw, full.where)) == "article"


def test_europe_pmc_says_that_a_preprint_is_one() -> None:
    (page,) = europepmc.search("SRC:PPR AND cobalamin", 3, europepmc.client(SETTINGS), SETTINGS)
    drafts = [one.source for one in EuropePmcReader().read(_input(page)) if isinstance(one, Draft)]
    assert drafts
    assert all("Preprint" in source.publication_types for source in drafts)


def test_openfda_gives_labels_and_dailymed_the_same_one_by_its_set_id() -> None:
    (page,) = openfda.labels("openfda.generic_name:hydroxocobalamin", 1, openfda.client(SETTINGS), SETTINGS)
    label = dailymed.label(page.ids[0], dailymed.client(SETTINGS), SETTINGS)
    assert local(parsed(label.raw, label.where)) == "document"
    assert page.ids[0].encode() in label.raw.lower()


def test_openfda_says_that_it_found_nothing() -> None:
    told: list[str] = []
    assert not list(
        openfda.labels("openfda.generic_name:qqxxzzyy", 5, openfda.client(SETTINGS), SETTINGS, tell=told.append)
    )
    assert told == ['openFDA found nothing for "openfda.generic_name:qqxxzzyy".']


def test_dailymed_says_that_there_is_no_such_label() -> None:
    with pytest.raises(FetchError):
        dailymed.label("00000000-0000-4000-8000-000000000000", dailymed.client(SETTINGS), SETTINGS)
