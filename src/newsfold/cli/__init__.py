"""The command line: one command group a file. This file starts it and turns errors into exits."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from newsfold.errors import Busy, NewsfoldError

DONE, DONE_WITH_FAILURES, FIX_SOMETHING = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 with failures, 2 fix something."""
    from newsfold.cli import app

    try:
        app.app(args=None if arguments is None else list(arguments), prog_name="digest")
    except Busy as busy:
        print(f"digest: {busy}", file=sys.stderr)
        sys.exit(DONE)
    except NewsfoldError as error:
        print(f"digest: {error}", file=sys.stderr)
        sys.exit(FIX_SOMETHING)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left, as 'head' does
        sys.exit(DONE)
    except KeyboardInterrupt:
        print("digest: stopped; run the same command again to go on", file=sys.stderr)
        sys.exit(DONE_WITH_FAILURES)
