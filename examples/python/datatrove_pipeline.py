"""Refines a folder of JSONL by datatrove: python examples/python/datatrove_pipeline.py IN OUT KEY_FILE

Needs: pip install "lauter[datatrove]"
"""

import sys

from datatrove.executor import LocalPipelineExecutor  # or SlurmPipelineExecutor, RayPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import lauter
from lauter.integrations.datatrove import LauterRefiner

if __name__ == "__main__":
    source, out, key_file = sys.argv[1:]
    LocalPipelineExecutor(
        pipeline=[
            JsonlReader(source, text_key="text"),
            LauterRefiner(
                recipe="anonymize",
                key=lauter.Key.at(key_file),
                batch_size=1000,
                exclusion_writer=JsonlWriter(f"{out}/rejected"),
            ),
            JsonlWriter(f"{out}/data"),
        ],
        tasks=8,
        workers=2,
        logging_dir=f"{out}/logs",
    ).run()
