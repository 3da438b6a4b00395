"""Why OpenSearch cannot be started for tests is told."""

import shutil
from pathlib import Path

import pytest

from curbside.testing import opensearch_server
from curbside.testing.opensearch_server import NoServerError, OpenSearchServer, jars


def _only(*there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in there else None)


def test_without_java_the_reason_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _only("mvn", monkeypatch=monkeypatch)
    with pytest.raises(NoServerError, match="Java development kit"), OpenSearchServer(tmp_path):
        pass


def test_without_maven_the_reason_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _only("java", "javac", monkeypatch=monkeypatch)
    monkeypatch.setenv("CURBSIDE_TEST_OPENSEARCH", str(tmp_path / "none"))
    with pytest.raises(NoServerError, match="Maven"):
        jars()


def test_jars_that_are_there_are_not_fetched_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _only("java", "javac", monkeypatch=monkeypatch)
    monkeypatch.setenv("CURBSIDE_TEST_OPENSEARCH", str(tmp_path))
    (tmp_path / "pom.xml").write_bytes((Path(opensearch_server.__file__).parent / "opensearch/pom.xml").read_bytes())
    assert jars() == tmp_path
