"""Near duplicates by datatrove's MinHash with its defaults, one process: which ids stay. Run by its own Python.

    python datatrove_kept.py IN.jsonl FOLDER > {"kept": [...], "seconds": s}"""

import gzip
import json
import pathlib
import sys
import time

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter


def main():
    source, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    config = MinhashConfig()
    def reader():
        return JsonlReader(str(source.parent), glob_pattern=source.name)
    begin = time.process_time()
    for name, pipeline in (
            ("sig", [reader(), MinhashDedupSignature(output_folder=str(folder / "sig"), config=config)]),
            ("buckets", [MinhashDedupBuckets(input_folder=str(folder / "sig"), output_folder=str(folder / "buckets"),
                                             config=config)]),
            ("cluster", [MinhashDedupCluster(input_folder=str(folder / "buckets"), output_folder=str(folder / "remove"),
                                             config=config)]),
            ("filter", [reader(), MinhashDedupFilter(input_folder=str(folder / "remove")),
                        JsonlWriter(str(folder / "kept"))])):
        tasks = config.num_buckets if name == "buckets" else 1
        LocalPipelineExecutor(pipeline, tasks=tasks, workers=1, logging_dir=str(folder / "logs" / name)).run()
    seconds = time.process_time() - begin
    kept = [json.loads(line)["id"] for path in (folder / "kept").rglob("*.gz") for line in gzip.open(path, "rt")]
    print(json.dumps({"kept": [int(i) for i in kept], "seconds": round(seconds, 1)}))


if __name__ == "__main__":
    main()
