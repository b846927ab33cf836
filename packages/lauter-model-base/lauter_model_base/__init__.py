"""The model `base` of lauter: 42 MB of weights, nothing that runs."""
from pathlib import Path
from typing import Final

__all__ = ["WEIGHTS"]

WEIGHTS: Final = Path(__file__).with_name("base.safetensors")
"""The weights, a safetensors file; `base.md` beside it is their card."""
