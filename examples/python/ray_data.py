"""Refines a folder of Parquet with Ray Data.

    (umask 077; openssl rand -hex 32 > corpus.key)
    python examples/python/ray_data.py in/ out/ corpus.key

The key's file must be on every node of the cluster; only its path travels.
"""

import sys

import lauter
import ray
from lauter.integrations.ray import Refine, refine


def main() -> None:
    source, out, key = sys.argv[1:4]
    ds = ray.data.read_parquet(source)
    # In tasks, which Ray joins with the reading and the writing:
    refine(ds, fields="text", key=lauter.Key.at(key)).write_parquet(f"{out}/tasks")
    # The same in actors, by hand. A pool that may grow leaves a CPU to the reading.
    ds = ds.map_batches(
        Refine,
        fn_constructor_kwargs={"recipe": "anonymize", "key": lauter.Key.at(key), "fields": "text"},
        batch_format="pyarrow",
        batch_size=2048,
        zero_copy_batch=True,
        num_cpus=1,
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=4),
    )
    ds.write_parquet(f"{out}/actors")


if __name__ == "__main__":
    main()
