"""TREC run files hold the order that was measured, whoever reads them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.retrieval.evaluation.runs import below, run_lines, single, write_run

SCORES = st.lists(st.floats(-1e6, 1e6) | st.sampled_from([0.0, 0.5, 1 / 3]), max_size=50)


@given(SCORES)
def test_scores_in_single_precision_fall_strictly(scores):
    ranking = [(f"d{n}", score) for n, score in enumerate(sorted(scores, reverse=True))]
    cells = [line.split() for line in run_lines("q", ranking)]
    read = [np.float32(cell[4]) for cell in cells]
    assert all(a > b for a, b in pairwise(read))
    assert [cell[2] for cell in cells] == [document for document, _ in ranking]
    assert [cell[3] for cell in cells] == [str(n) for n in range(1, len(cells) + 1)]


@given(st.floats(-(2.0**120), 2.0**120, width=32))
def test_the_next_smaller_number_is_that_of_numpy(value):
    assert below(value) == float(np.nextafter(np.float32(value), np.float32(-np.inf)))


def test_scores_that_are_apart_are_written_as_they_are():
    lines = list(run_lines("q7", [("b", 0.75), ("a", 0.5), ("c", 0.5)]))
    assert lines[0] == "q7 Q0 b 1 0.75 curbside"
    assert lines[1] == "q7 Q0 a 2 0.5 curbside"
    assert single(0.5) > float(lines[2].split()[4])


def test_queries_follow_each_other_in_one_file(tmp_path):
    write_run(tmp_path / "run", [("q1", (("a", 2.0), ("b", 1.0))), ("q2", ())])
    assert (tmp_path / "run").read_text() == "q1 Q0 a 1 2.0 curbside\nq1 Q0 b 2 1.0 curbside\n"


def test_an_id_with_white_space_is_refused_and_the_file_stays_as_it_was(tmp_path):
    (tmp_path / "run").write_text("before")
    with pytest.raises(InputError, match="white space"):
        write_run(tmp_path / "run", [("q1", (("a b", 2.0),))])
    assert (tmp_path / "run").read_text() == "before"
