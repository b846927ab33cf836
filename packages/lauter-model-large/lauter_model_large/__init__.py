"""What the model `large` of lauter has besides `small`: 14 MB of weights, nothing that runs."""
from pathlib import Path
from typing import Final

__all__ = ["WEIGHTS"]

WEIGHTS: Final = Path(__file__).with_name("large.safetensors.zst")
"""The weights, a safetensors file packed with zstd; `large.md` beside it is their card."""
