"""Trained weights that travel inside the package: flat arrays, read when first asked for."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=16)
def named(name: str) -> Mapping[str, Any] | None:
    """The arrays of weights/<name>.npz by their names; None when there are none."""
    file = resources.files("newsfold.tables") / "weights" / f"{name}.npz"
    if not file.is_file():
        return None
    import numpy as np  # most commands clean no page, and it takes a tenth of a second to import

    with np.load(io.BytesIO(file.read_bytes()), allow_pickle=False) as arrays:
        return {key: arrays[key] for key in arrays.files}
