"""Refines a folder of JSONL to Parquet with NeMo Curator: python examples/python/nemo_pipeline.py IN OUT KEY_FILE

Needs: pip install "lauter[nemo]"
"""

import os
import sys
from pathlib import Path

# A cluster of Ray 2.60 asks for this account's token if there is one, and RayClient's check brings it only in this mode.
if Path("~/.ray/auth_token").expanduser().exists():
    os.environ.setdefault("RAY_AUTH_MODE", "token")

from nemo_curator.backends.ray_data import RayDataExecutor
from nemo_curator.core.client import RayClient
from nemo_curator.pipeline import Pipeline
from nemo_curator.stages.text.io.reader import JsonlReader
from nemo_curator.stages.text.io.writer import ParquetWriter

from lauter.integrations.nemo_curator import LauterRefiner

if __name__ == "__main__":
    source, out, key_file = sys.argv[1:]
    client = RayClient(include_dashboard=False)
    client.start()
    Pipeline(
        name="refine",
        stages=[
            JsonlReader(file_paths=source),
            LauterRefiner(text_field="text", recipe="anonymize", key_file=key_file),
            ParquetWriter(path=out),
        ],
    ).run(RayDataExecutor())  # without an argument XennaExecutor, whose streaming wants 3.5 processors for this
    client.stop()
