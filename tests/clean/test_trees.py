"""Decision trees in flat arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from newsfold.clean.trees import Early, Forest, likelihood
from tools import forests

INF = float("inf")


# Two trees: (x0 <= 1 ? 10 : (x1 <= 5 ? 20 : 30)) and a lone leaf of 0.5; base 0.25.
TWO: forests.Arrays = {
    "feature": np.array([0, 0, 1, 0, 0, 0]),
    "threshold": np.array([1.0, INF, 5.0, INF, INF, INF]),
    "left": np.array([1, 1, 3, 3, 4, 5]),
    "value": np.array([0.0, 10.0, 0.0, 20.0, 30.0, 0.5]),
    "roots": np.array([0, 5]),
    "depth": np.array(2),
    "base": np.array(0.25),
}
# One tree: x1 <= 3 ? 1 : 2; base 0.75.
ONE: forests.Arrays = {
    "feature": np.array([1, 0, 0]),
    "threshold": np.array([3.0, INF, INF]),
    "left": np.array([1, 1, 2]),
    "value": np.array([0.0, 1.0, 2.0]),
    "roots": np.array([0]),
    "depth": np.array(1),
    "base": np.array(0.75),
}


def forest() -> Forest:
    """The two trees."""
    return Forest.of(TWO)


def test_each_row_takes_its_own_way() -> None:
    """A value at the threshold goes left; leaves of all trees and the base are added up."""
    rows = np.array([[1.0, 9.0], [1.1, 5.0], [2.0, 5.5]], np.float32)
    assert forest().raw(rows).tolist() == [10.75, 20.75, 30.75]


def test_averaged_forests_answer_with_the_mean() -> None:
    """Forests of different sizes and depths, in either order."""
    rows = np.array([[1.0, 9.0], [1.1, 2.0], [2.0, 5.5]], np.float32)
    wanted = (Forest.of(TWO).raw(rows) + Forest.of(ONE).raw(rows)) / 2
    for order in ([TWO, ONE], [ONE, TWO]):
        assert Forest.of(forests.averaged(order)).raw(rows).tolist() == wanted.tolist()


def test_rows_that_the_first_trees_decide_are_shown_to_no_other() -> None:
    """Between the limits all trees count, at and beyond them the first ones alone."""
    rows = np.array([[1.0, 9.0], [1.1, 5.0], [2.0, 5.5]], np.float32)
    first = Forest.of({**TWO, "roots": TWO["roots"][:1]}).raw(rows)
    limit = float(np.median(first))
    found = forest().raw(rows, Early(1, low=-1e9, high=limit))
    wanted = np.where(first < limit, forest().raw(rows), first)
    assert found.tolist() == wanted.tolist()


def test_no_row_gives_no_value() -> None:
    """An empty page is no special case."""
    assert forest().raw(np.empty((0, 2), np.float32)).shape == (0,)


@given(st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), max_size=50))
def test_rows_do_not_depend_on_each_other(rows: list[tuple[float, float]]) -> None:
    """Rows asked together answer as they do alone."""
    matrix = np.array(rows, np.float32).reshape(-1, 2)
    alone = [float(forest().raw(matrix[i : i + 1])[0]) for i in range(len(rows))]
    assert forest().raw(matrix).tolist() == alone


def test_many_rows_are_walked_in_parts() -> None:
    """More rows than are walked at once still give one value each."""
    matrix = np.zeros((600_001, 2), np.float32)
    found = forest().raw(matrix)
    assert found.shape == (600_001,) and set(found.tolist()) == {10.75}


def test_likelihood_is_between_0_and_1() -> None:
    """Even log-odds that exp cannot hold."""
    found = likelihood(np.array([-1e9, 0.0, 1e9], np.float32))
    assert found[0] < 1e-9 and found[1] == 0.5 and found[2] > 1 - 1e-6


def test_the_written_arrays_say_what_the_trained_model_says() -> None:
    """A boosting's own log-odds and those of the arrays that ship are the same."""
    draw = np.random.default_rng(1)
    matrix = draw.random((400, 5)).astype(np.float32)
    wanted = (matrix[:, 0] + matrix[:, 3] > 1) ^ (matrix[:, 1] > 0.9)
    model = HistGradientBoostingClassifier(max_iter=20, max_depth=4).fit(matrix, wanted)
    found = Forest.of(forests.arrays(model)).raw(matrix)
    assert np.allclose(found, model.decision_function(matrix), atol=1e-5)
