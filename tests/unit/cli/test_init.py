"""`curbside init` makes a home and sets its jurisdiction."""

from curbside.library import Library
from curbside.settings import load


def test_it_builds_the_library_and_says_what_to_do_next(curbside, home):
    code, out, err = curbside("init", "--jurisdiction", "UK")
    assert code == 0
    assert err.startswith("Building your library in ")
    assert ": 2 sources, " in err
    assert "2 sources" in out
    assert "Jurisdiction: uk." in out
    assert "curbside ask" in out
    assert load(home).jurisdiction == "uk"


def test_run_again_it_changes_the_jurisdiction_only(curbside, home):
    curbside("init", "--jurisdiction", "uk")
    with Library.open(home) as library:
        before = library.library_hash()
    code, out, err = curbside("init", "--jurisdiction", "us")
    assert (code, err) == (0, "")
    assert "as it was" in out
    assert load(home).jurisdiction == "us"
    with Library.open(home) as library:
        assert library.library_hash() == before


def test_run_again_with_no_jurisdiction_it_keeps_the_one_there_is(curbside, home):
    curbside("init", "--jurisdiction", "uk")
    curbside("init")
    assert load(home).jurisdiction == "uk"


def test_a_jurisdiction_that_is_none_makes_nothing(curbside, home):
    code, _, err = curbside("init", "--jurisdiction", "atlantis")
    assert code == 2
    assert "atlantis" in err
    assert not home.exists()


def test_an_empty_library_stays_empty(curbside, home):
    assert "0 sources" in curbside("init", "--empty")[1]
    assert curbside("sources", "list", "--json") == (0, "", "")
    assert curbside("init", "--empty")[0] == 2


def test_the_home_of_the_call_goes_before_that_of_the_environment(curbside, home, tmp_path):
    curbside("init", "--home", tmp_path / "other")
    assert (tmp_path / "other" / "library.sqlite").is_file()
    assert not home.exists()
