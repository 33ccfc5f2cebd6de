"""One process of the engine on one target: `python -m tests.fuzz.engine NAME [libFuzzer flags]`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(
    include=["newsfold.clean", "newsfold.text", "newsfold.gather"], enable_loader_override=False
):
    from tests.fuzz import mutate, targets


def main() -> None:
    """Fuzz until the flags end it; libFuzzer ends the process itself."""
    check = targets.TARGETS[sys.argv[1]]

    def mutator(data: bytes, max_bytes: int, seed: int) -> bytes:
        return mutate.changed(data, max_bytes, seed, atheris.Mutate)

    atheris.Setup([sys.argv[0], *sys.argv[2:]], check, custom_mutator=mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
