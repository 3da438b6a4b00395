from curbside.sources.starter import starter_paths, starter_sources
from curbside.types import UnitKind


def test_the_starter_library_is_read_whole_with_distinct_ids():
    sources = list(starter_sources())
    assert len(sources) == len(starter_paths()) > 0
    assert len({s.id for s in sources}) == len(sources)
    assert len({s.content_hash for s in sources}) == len(sources)


def test_every_starter_source_has_something_to_quote_and_says_that_it_is_a_summary():
    for source in starter_sources():
        kinds = {u.kind for u in source.units}
        assert UnitKind.NOTE in kinds, source.id
        assert kinds - {UnitKind.NOTE}, source.id
