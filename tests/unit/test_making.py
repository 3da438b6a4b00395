from curbside import __version__
from curbside.making import Clock, made


def test_the_same_stage_twice_adds_up_and_a_total_is_there() -> None:
    clock = Clock()
    for _ in range(2):
        with clock.stage("a"):
            pass
    with clock.stage("b"):
        pass
    spent = clock.milliseconds
    assert list(spent) == ["a", "b", "total"]
    assert all(ms >= 0 for ms in spent.values())
    assert spent["total"] >= spent["a"]


def test_a_stage_that_fails_is_timed_and_the_failure_goes_on() -> None:
    clock = Clock()
    try:
        with clock.stage("a"):
            raise KeyError("invented")
    except KeyError:
        assert "a" in clock.milliseconds


def test_the_record_says_the_version_and_what_it_is_given() -> None:
    record = made(Clock(), "quoting", "settings", "library", "words", "rules")
    assert (record.version, record.composer, record.search, record.choice) == (__version__, "quoting", "words", "rules")
    assert (record.settings_hash, record.library_hash) == ("settings", "library")
