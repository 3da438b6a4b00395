"""The records of one article or label are one source, in whatever order they came. All records are invented."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.errors import SourceNotFound
from curbside.library import Put, What
from curbside.library.works import merged, works_of
from curbside.testing.records import invented_source
from curbside.types import Identifier, Licence, Related, Span, State, Status, TextIs


def record(source_id, reader, text, identifiers=(), **fields):
    names = tuple(Identifier(*one.split(":", 1)) for one in identifiers)
    parts = [("Result", [f"{text} of the invented study."])]
    raw = f"{source_id} {reader} {text}"
    return invented_source(source_id, parts=parts, identifiers=names, extractor=f"{reader}/1", raw_hash=raw, **fields)


ABSTRACT = record(
    "pmid:1",
    "pubmed",
    "Abstract",
    ["pmid:1", "doi:10.5555/inv.1"],
    publication_types=("Randomized Controlled Trial",),
    subjects=("Invented subject",),
    keywords=("one",),
    related=(Related("CommentIn", (Identifier("pmid", "9"),)),),
)
FULL = record(
    "pmc:PMC1",
    "jats",
    "Full text",
    ["pmcid:PMC1", "doi:10.5555/INV.1"],
    licence=Licence("CC BY 4.0", True, True, True, True),
    publication_types=("research-article",),
    keywords=("One", "two"),
)


def ids(library):
    return [source.id for source in library.sources()]


def first_sentence(library, source_id):
    source = library.get(source_id)
    return source.text[source.units[0].start : source.units[0].end]


@pytest.mark.parametrize("order", [(ABSTRACT, FULL), (FULL, ABSTRACT)])
def test_an_abstract_and_its_full_text_are_one_source_with_the_fuller_text(library, order):
    assert [library.put(one) for one in order] == [Put.ADDED, Put.UPDATED]
    assert ids(library) == [order[0].id]
    both = library.get("pmid:1")
    assert both == library.get("pmc:PMC1")
    assert first_sentence(library, "pmid:1") == "Full text of the invented study."
    assert both.publication_types == ABSTRACT.publication_types
    assert both.subjects == ABSTRACT.subjects
    assert both.related == ABSTRACT.related
    assert both.keywords == ("one", "two")
    assert both.licence == FULL.licence
    assert both.identifiers == (*ABSTRACT.identifiers, FULL.identifiers[0])
    assert library.resolve("pmc:PMC1") == library.resolve("pmid:1") == order[0].id
    assert library.aliases(order[0].id) == (order[1].id,)
    assert [library.put(one) for one in order] == [Put.UNCHANGED, Put.UNCHANGED]


def test_the_order_of_records_does_not_show_in_the_hash_of_the_library(places):
    hashes = set()
    for name, order in {"a": (ABSTRACT, FULL), "b": (FULL, ABSTRACT), "c": (FULL, FULL, ABSTRACT, FULL)}.items():
        with places.open(name) as library:
            library.put_many(order)
            hashes.add(library.library_hash())
    assert len(hashes) == 1


def test_an_abstract_that_an_answer_cites_stays_readable_when_the_full_text_comes(library):
    library.put(ABSTRACT)
    library.save_answer("question", "{}", [(ABSTRACT.id, ABSTRACT.content_hash)])
    library.put(FULL)
    unit = ABSTRACT.units[0]
    span = Span(ABSTRACT.id, ABSTRACT.content_hash, unit.start, unit.end)
    assert library.read_span(span) == "Abstract of the invented study."
    assert library.prune() == 0


def test_a_cited_full_text_under_an_id_that_became_another_name_stays_readable(library):
    other = record("doi:10.5555/inv.2", "beir", "Preprint", ["doi:10.5555/inv.2"])
    library.put_many([ABSTRACT, other])
    library.save_answer("question", "{}", [(other.id, other.content_hash)])
    assert ids(library) == ["doi:10.5555/inv.2", "pmid:1"]
    library.put(replace(FULL, identifiers=(*FULL.identifiers, Identifier("doi", "10.5555/inv.2"))))
    assert ids(library) == ["pmid:1"]
    assert library.get(other.id, other.content_hash).text == other.text
    assert library.aliases("pmid:1") == (other.id, "pmc:PMC1")
    changes = [(change.source, change.what) for change in library.changes(2)]
    assert changes == [(other.id, What.REMOVED), ("pmid:1", What.UPDATED)]


def test_two_pmids_with_one_doi_stay_two_and_the_doi_joins_nothing_else_to_them(places):
    erratum = record("pmid:2", "pubmed", "Erratum", ["doi:10.5555/inv.1"])
    preprint = record("doi:10.5555/inv.1", "beir", "Text", ["doi:10.5555/inv.1"])
    for name, order in {"a": (ABSTRACT, erratum, preprint), "b": (preprint, ABSTRACT, erratum)}.items():
        with places.open(name) as library:
            library.put_many(order)
            assert sorted(ids(library)) == ["doi:10.5555/inv.1", "pmid:1", "pmid:2"]
            assert first_sentence(library, "pmid:1").startswith("Abstract")


def test_a_local_document_or_a_summary_that_names_an_article_is_not_of_its_work(library):
    protocol = record("file:abc", "markdown", "Protocol", ["doi:10.5555/inv.1"])
    summary = record("starter:abc", "markdown", "Summary", ["pmid:1"], text_is=TextIs.SUMMARY)
    library.put_many([ABSTRACT, protocol, summary, FULL])
    assert ids(library) == ["file:abc", "pmid:1", "starter:abc"]


def test_the_label_of_a_set_id_is_one_source(library):
    spl, openfda = (record("spl:0a-1", reader, reader) for reader in ("spl", "openfda"))
    library.put_many([openfda, spl])
    assert ids(library) == ["spl:0a-1"]
    assert first_sentence(library, "spl:0a-1").startswith("spl")


def test_a_newer_record_of_a_work_takes_the_place_of_the_older_one(library):
    library.put_many([ABSTRACT, FULL])
    library.put(replace(ABSTRACT, subjects=("Another subject",)))
    assert library.get("pmid:1").subjects == ("Another subject",)
    newer = record("pmc:PMC1", "jats", "Corrected text", ["pmcid:PMC1", "doi:10.5555/inv.1"])
    assert library.put(newer) is Put.UPDATED
    assert first_sentence(library, "pmid:1").startswith("Corrected text")
    parted = record("pmc:PMC1", "jats", "Corrected text", ["pmcid:PMC1"])
    library.put(parted)
    assert ids(library) == ["pmc:PMC1", "pmid:1"]
    assert first_sentence(library, "pmid:1").startswith("Abstract")


def test_a_record_that_is_taken_back_leaves_the_others(library):
    library.put_many([ABSTRACT, FULL])
    answer = library.save_answer("question", "{}", [("pmid:1", FULL.content_hash)])
    gone = library.withdraw(["pmid:1", "pmid:404"], "pubmed:update-1")
    assert (gone.removed, gone.unknown, gone.answers) == (("pmid:1",), 1, (answer,))
    assert ids(library) == ["pmc:PMC1"]
    assert library.get("pmc:PMC1") == FULL
    assert library.get("pmid:1", FULL.content_hash).text == FULL.text
    with pytest.raises(SourceNotFound):
        library.get("pmid:1")


def test_the_gravest_status_of_the_records_is_that_of_the_work(library):
    library.put_many([replace(ABSTRACT, status=Status(State.RETRACTED, reason="so says the record")), FULL])
    assert library.get("pmc:PMC1").status.state is State.RETRACTED


def test_what_is_known_of_a_record_of_a_work_is_its_own(library):
    library.put_many([ABSTRACT, FULL])
    known = library.known(["pmid:1", "pmc:PMC1", "pmid:404"])
    assert set(known) == {"pmid:1", "pmc:PMC1"}
    assert known["pmid:1"].has("pubmed/1", ABSTRACT.raw_hash)
    assert known["pmc:PMC1"].has("jats/1", FULL.raw_hash)
    assert not known["pmid:1"].has("jats/1", FULL.raw_hash)
    assert known["pmid:1"].content_hash == FULL.content_hash


# A few ids and identifiers, so that records collide in every way.
one_of = st.sampled_from
articles = st.tuples(
    one_of(["pmid:1", "pmid:2", "pmc:PMC1", "pmc:PMC2", "doi:10.5555/a", "doi:10.5555/b", "file:1"]),
    one_of(["pubmed", "jats", "europepmc", "markdown"]),
    st.lists(
        one_of(["pmid:1", "pmid:2", "pmid:3", "pmcid:PMC1", "pmcid:PMC2", "doi:10.5555/A", "doi:10.5555/b"]),
        max_size=3,
        unique=True,
    ),
    one_of(list(State)),
)


def records_of(drawn):
    return [
        record(source_id, reader, f"{source_id} by {reader}", names, status=Status(state), keywords=(reader,))
        for source_id, reader, names, state in drawn
    ]


@pytest.mark.parametrize("rooms", ["sqlite"], indirect=True)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(articles, max_size=6, unique_by=lambda one: one[:2]),
    data=st.data(),
)
def test_any_order_and_repetition_of_the_records_ends_in_the_same_library(places, drawn, data):
    records = [one for one in records_of(drawn) if not one.id.startswith("file:")]
    order = data.draw(st.permutations(records))
    again = data.draw(st.lists(one_of(records), max_size=3)) if records else []
    results = []
    for put, batch in ((records, 200), ([*order, *again], 1), ([*again, *order], 200)):
        with places.fresh() as library:
            library.put_many(put, batch=batch)
            results.append(library.library_hash())
            assert library.put_many(put).unchanged == len(put)
            assert library.library_hash() == results[-1]
    assert len(set(results)) == 1


def test_a_name_that_joins_nothing_goes_on_to_join_nothing_where_only_some_of_its_works_are_touched(library):
    """Found by the test above: the work that keeps "pmid:1" from joining is not named by the record that comes last."""
    drawn = [
        ("pmc:PMC1", "pubmed", ["pmid:1"], State.CURRENT),
        ("doi:10.5555/a", "pubmed", ["pmid:1"], State.CURRENT),
        ("doi:10.5555/b", "pubmed", ["pmid:1"], State.CURRENT),
        ("doi:10.5555/a", "jats", ["pmid:3"], State.CURRENT),
        ("pmid:2", "pubmed", ["pmcid:PMC1", "doi:10.5555/b"], State.CURRENT),
    ]
    library.put_many(records_of(drawn), batch=1)
    assert ids(library) == ["doi:10.5555/a", "doi:10.5555/b", "pmc:PMC1", "pmid:2"]


@given(drawn=st.lists(articles, max_size=7, unique_by=lambda one: one[:2]), data=st.data())
def test_works_and_what_is_merged_do_not_depend_on_order(drawn, data):
    records = records_of(drawn)
    order = data.draw(st.permutations(records))
    one, other = ({frozenset(map(id, work)) for work in works_of(given)} for given in (records, order))
    assert one == other
    for work in works_of(order):
        assert merged("pmid:1", work) == merged("pmid:1", work[::-1])
        assert len({found.id for found in work if found.id.startswith("pmid:")}) <= 1
