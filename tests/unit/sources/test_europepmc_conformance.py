"""Europe PMC's reader passes the tests of every reader."""

import json

import pytest

from curbside.sources.europepmc import EuropePmcReader
from curbside.testing._literature_services import europepmc_record
from curbside.testing.reader_conformance import ReaderConformance, Sample


def _answer(count: int) -> bytes:
    results = [europepmc_record(number) for number in range(count)]
    return json.dumps({"version": "6.9", "hitCount": count, "resultList": {"result": results}}).encode()


class TestEuropePmcReader(ReaderConformance):
    """On an answer with articles and a preprint, all invented."""

    @pytest.fixture
    def make_reader(self):
        return EuropePmcReader

    @pytest.fixture
    def samples(self):
        return (Sample("europepmc-1.json", _answer(3), 3),)
