"""A trained scikit-learn gradient boosting -> the flat arrays that newsfold.clean.trees reads.

scikit-learn is needed for training only; what ships is these arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def arrays(model: Any) -> Arrays:
    """The arrays of a fitted binary HistGradientBoostingClassifier (or a one-output regressor).

    Children are laid out side by side, so that one number finds both.
    """
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    value: list[float] = []
    roots: list[int] = []
    depth = 0

    def room() -> int:
        feature.append(0)
        threshold.append(np.inf)
        left.append(len(left))
        value.append(0.0)
        return len(left) - 1

    for (predictor,) in model._predictors:
        roots.append(room())
        queue = [(0, roots[-1], 0)]
        for source, place, level in queue:
            node = predictor.nodes[source]
            depth = max(depth, level)
            if node["is_leaf"]:
                value[place] = float(node["value"])
                continue
            feature[place] = int(node["feature_idx"])
            threshold[place] = _below(float(node["num_threshold"]))
            left[place] = room()
            room()
            queue.append((int(node["left"]), left[place], level + 1))
            queue.append((int(node["right"]), left[place] + 1, level + 1))
    return {
        "feature": np.array(feature, np.uint16),
        "threshold": np.array(threshold, np.float32),
        "left": np.array(left, np.int32),
        "value": np.array(value, np.float32),
        "roots": np.array(roots, np.int32),
        "depth": np.array(depth, np.int32),
        "base": np.array(float(np.ravel(model._baseline_prediction)[0]), np.float32),
    }


def averaged(found: Sequence[Arrays]) -> Arrays:
    """One forest whose log-odds are the mean of those of the forests."""
    sizes = np.cumsum([0, *(len(one["left"]) for one in found)])[:-1]
    joined: Arrays = {
        name: np.concatenate([one[name] for one in found]) for name in ("feature", "threshold")
    }
    for name in ("left", "roots"):  # both number the nodes
        moved = [one[name] + size for one, size in zip(found, sizes, strict=True)]
        joined[name] = np.concatenate(moved).astype(np.int32)
    values = np.concatenate([one["value"] for one in found]) / len(found)
    joined["value"] = values.astype(np.float32)
    joined["depth"] = np.array(max(int(one["depth"]) for one in found), np.int32)
    joined["base"] = np.array(np.mean([float(one["base"]) for one in found]), np.float32)
    return joined


def _below(number: float) -> float:
    """The largest 32-bit float that is not above it: then rounding moves no row."""
    near = np.float32(number)
    return float(near if float(near) <= number else np.nextafter(near, np.float32(-np.inf)))


def write(path: Path, found: Arrays) -> None:
    """The arrays as one compressed file."""
    np.savez_compressed(path, allow_pickle=False, **found)
