"""What a training run should know of the processor. Import it before numpy: OpenBLAS reads its environment once.

On a Xeon of the fifth generation without AMX (2 cores, Debian 12, a product of 2048x768 and 768x3072): OpenBLAS 0.3.21 does not know the model and gives 20 GFLOP/s a core, told to be
SkylakeX 117; PyTorch 1.13 in bfloat16 gives 75."""
import os

with open("/proc/cpuinfo", encoding="ascii", errors="replace") as _file:
    _flags = next((line for line in _file if line.startswith("flags")), "").split()

BFLOAT16 = "amx_bf16" in _flags or "avx512f" not in _flags  # whether products in bfloat16 are the quicker ones
if "avx512f" in _flags:
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")


def autocast():
    """A region whose products are in the type that is quick here."""
    import torch
    return torch.autocast("cpu", torch.bfloat16, enabled=BFLOAT16)
