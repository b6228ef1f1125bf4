"""The command, `patchkit` or `python -m patchkit`, from its first moment on.

Everything else is imported inside of `run`, so that an interrupt has its answer while that is done; once
the command line is there it gives the answer itself, and knows what was written.
"""

from __future__ import annotations

import os
import sys

_INTERRUPTED = 130  # cli.exits.Exit.INTERRUPTED, which may not have been imported yet


def run() -> None:
    """The console script: the command line's exit code, given to the shell."""
    # A Python that this one starts (the workers of `matrix`) would import from the current folder first,
    # and that may be a stranger's tree.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        from patchkit.cli.main import main
    except KeyboardInterrupt:
        sys.stderr.write("patchkit: interrupted; nothing was written\n")
        sys.exit(_INTERRUPTED)
    sys.exit(main())


if __name__ == "__main__":
    run()
