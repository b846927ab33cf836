"""Models of other packages, as lauter-model-large is one: what stands in the entry point group `lauter.models`."""
from __future__ import annotations

import os


def announce() -> bool:
    """Tells the engine where the installed models are; whether there are any.

    The engine looks into the folder that the environment names in `LAUTER_MODELS`; a user's own choice stays.
    """
    if "LAUTER_MODELS" not in os.environ:
        from importlib.metadata import entry_points  # costs 20 ms: not before it is needed

        for entry in entry_points(group="lauter.models"):
            os.environ["LAUTER_MODELS"] = os.path.dirname(entry.load())
    return "LAUTER_MODELS" in os.environ
