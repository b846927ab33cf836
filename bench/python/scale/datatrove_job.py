"""IN OUT KEY MODEL: JSONL to JSONL with datatrove's local executor, two workers. Prints the seconds of the job."""

import json
import sys
import time

begin = time.perf_counter()
import lauter
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from lauter.integrations.datatrove import LauterRefiner


def main() -> None:
    source, out, key, model = sys.argv[1:5]
    up = time.perf_counter()
    refiner = LauterRefiner(key=lauter.Key.at(key), model=model or None)
    pipeline = [JsonlReader(source), refiner, JsonlWriter(f"{out}/data", compression=None)]
    LocalPipelineExecutor(pipeline, tasks=8, workers=2, logging_dir=f"{out}/logs").run()
    print(json.dumps({"up": up - begin, "seconds": time.perf_counter() - up}))


if __name__ == "__main__":
    main()
