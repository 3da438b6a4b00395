"""What others say of a source's status is kept and put into force. All documents are invented."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.library import Marked, Tally, What, starter
from curbside.library.marking import GRAVITY, in_force
from curbside.testing.records import invented_source
from curbside.types import Identifier, Mark, State, Status

PMID = Identifier("pmid", "1")
RETRACTED = Mark(PMID, Status(State.RETRACTED, "pmid:9", "2021-05", "Retraction in Invented J"), "pmid:9")


def article(**fields):
    return invented_source("pmid:1", identifiers=(PMID, Identifier("doi", "10.5555/Inv.1")), **fields)


def state(library, source_id="pmid:1"):
    return library.get(source_id).status.state


def watch(entry, state, since, identifier=PMID):
    return Mark(identifier, Status(state, since=since), f"retraction-watch:{entry}")


def test_a_mark_is_in_force_at_once_and_says_who_says_so(library):
    library.put(article())
    before = library.library_hash()
    answer = library.save_answer("question", "{}", [("pmid:1", article().content_hash)])
    assert library.mark([RETRACTED]) == Marked(1, 0, 0, ("pmid:1",), (answer,))
    found = library.get("pmid:1").status
    assert found == Status(State.RETRACTED, "pmid:9", "2021-05", "Retraction in Invented J (said by pmid:9)")
    assert library.own_status("pmid:1") == Status()
    assert library.marks("pmid:1") == (RETRACTED,)
    assert [change.what for change in library.changes()] == [What.ADDED, What.STATUS]
    assert library.library_hash() != before
    assert library.mark([RETRACTED]) == Marked(0, 0, 1, (), ())


def test_a_mark_waits_for_its_source(library):
    assert library.mark([RETRACTED]).sources == ()
    library.put(article())
    assert state(library) is State.RETRACTED
    assert library.put(article()).value == "unchanged"
    newer = article(parts=[("Dose", ["A corrected text."])])
    library.put(newer)
    assert state(library) is State.RETRACTED
    library.remove("pmid:1")
    library.put(newer)
    assert state(library) is State.RETRACTED


def test_a_mark_by_any_identifier_reaches_every_source_that_has_it(library):
    summary = invented_source("starter:one", identifiers=(Identifier("doi", "10.5555/inv.1"),))
    named = invented_source("file:abc")
    library.put_many([article(), summary, named, invented_source("file:other")])
    status = Status(State.SUPERSEDED, "file:new", None, "superseded by a newer one")
    marks = [
        Mark(Identifier("doi", "10.5555/INV.1"), status, "file:new"),
        Mark(Identifier("id", "file:abc"), status, "x"),
    ]
    assert library.mark(marks).sources == ("file:abc", "pmid:1", "starter:one")
    assert state(library, "file:other") is State.UNKNOWN


def test_a_document_does_not_mark_itself_by_a_name_that_it_shares_with_the_older_one(library):
    doi = Identifier("doi", "10.5555/guideline")
    library.put_many([invented_source(one, identifiers=(doi,)) for one in ("file:old", "file:new")])
    library.mark([Mark(doi, Status(State.SUPERSEDED, "file:new"), "file:new")])
    assert state(library, "file:old") is State.SUPERSEDED
    assert state(library, "file:new") is State.UNKNOWN


def test_what_the_same_speaker_says_later_replaces_it_and_restores_the_sources_own_status(library):
    own = Status(State.CONCERN, since="2020", reason="its own")
    library.put(article(status=own))
    library.mark([RETRACTED])
    assert state(library) is State.RETRACTED
    taken_back = library.mark([replace(RETRACTED, status=Status(State.CURRENT))])
    assert (taken_back.changed, taken_back.sources) == (1, ("pmid:1",))
    assert library.get("pmid:1") == article(status=own)


def test_a_reinstatement_takes_back_the_earlier_entries_of_its_register_only(library):
    library.put(article())
    library.mark([watch(1, State.RETRACTED, "2020-01-02"), watch(2, State.CURRENT, "2021-01-02")])
    assert state(library) is State.UNKNOWN
    library.mark([watch(3, State.RETRACTED, "2022-01-02")])
    assert state(library) is State.RETRACTED
    library.mark([watch(4, State.CURRENT, "2023-01-02")])
    assert state(library) is State.UNKNOWN
    library.mark([RETRACTED])
    assert state(library) is State.RETRACTED


def test_a_reinstatement_without_a_date_takes_nothing_back(library):
    library.put(article())
    library.mark([watch(1, State.RETRACTED, "2020-01-02"), watch(2, State.CURRENT, None)])
    assert state(library) is State.RETRACTED


def test_a_mark_makes_no_source_look_better_and_a_graver_status_of_its_own_stays(library):
    library.put(article(status=Status(State.RETRACTED, reason="its own")))
    assert library.mark([replace(RETRACTED, status=Status(State.CURRENT)), watch(1, State.CONCERN, None)]).sources == ()
    assert library.get("pmid:1").status == Status(State.RETRACTED, reason="its own")


def test_a_load_puts_sources_and_then_marks(library):
    tally = library.load([article()], [RETRACTED, RETRACTED])
    assert tally == Tally(added=1, marks=1, affected=("pmid:1",))
    assert state(library) is State.RETRACTED


def test_a_mark_is_no_change_by_the_owner_of_the_starter_library(library):
    starter.load(library, [article()], "first")
    library.mark([RETRACTED])
    newer = article(parts=[("Dose", ["A newer text."])])
    starter.load(library, [newer], "second")
    assert library.get("pmid:1").content_hash == newer.content_hash
    assert state(library) is State.RETRACTED


def test_removal_is_told_with_who_said_so_and_unknown_ids_are_counted(library):
    library.put_many([article(), invented_source("file:1")])
    answer = library.save_answer("question", "{}", [("file:1", invented_source("file:1").content_hash)])
    gone = library.withdraw(["file:1", "pmid:404"], "pubmed26n1.xml")
    assert (gone.removed, gone.unknown, gone.answers) == (("file:1",), 1, (answer,))
    last = list(library.changes())[-1]
    assert (last.what, last.source, last.said_by) == (What.REMOVED, "file:1", "pubmed26n1.xml")
    assert library.get("file:1", invented_source("file:1").content_hash).id == "file:1"


states = st.sampled_from(list(State))
marks = st.builds(
    Mark,
    st.sampled_from([PMID, Identifier("doi", "10.5555/Inv.1")]),
    st.builds(Status, states, st.none(), st.sampled_from([None, "2020", "2021-01-02"])),
    st.sampled_from(["pmid:9", "retraction-watch:1", "retraction-watch:2"]),
)


@given(own=st.builds(Status, states), said=st.lists(marks, max_size=5), data=st.data())
def test_the_status_in_force_is_never_milder_than_the_own_and_no_order_changes_it(own, said, data):
    found = in_force(own, said)
    assert GRAVITY[found.state] >= GRAVITY[own.state]
    assert found == in_force(own, data.draw(st.permutations(said)))
    assert found == own or found.reason.count("(said by ") == 1


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(marks, max_size=5, unique_by=lambda one: (one.identifier, one.said_by)), at=st.integers(0, 5))
def test_marks_before_and_after_their_source_come_to_the_same(places, said, at):
    with places.fresh() as library:
        library.mark(said[:at])
        library.put(article())
        library.mark(said[at:])
        assert library.get("pmid:1").status == in_force(Status(), said)
        assert library.put(article()).value == "unchanged"
