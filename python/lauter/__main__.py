"""`python -m lauter`, and the command `lauter` of the package: the command line."""
import os
import sys

from . import _core, _models, _parquet


def main() -> int:
    """Runs the command line; the exit code."""
    if sys.argv[1:2] == ["review"]:
        from .review.command import main as review

        return review(sys.argv[2:])
    _models.announce()
    library = _parquet.library()
    if library is not None:
        os.environ["LAUTER_DUCKDB"] = library
    return _core.cli_main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
