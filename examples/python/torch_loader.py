"""Refines rows on their way into training: python examples/python/torch_loader.py IN.jsonl KEY_FILE

Needs torch; nothing of lauter imports it.
"""

import json
import sys
from collections.abc import Iterator

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

import lauter


class Rows(IterableDataset):
    def __init__(self, path: str, key_file: str) -> None:
        self.path = path
        self.key = lauter.Key.at(key_file)

    def __iter__(self) -> Iterator[str]:
        worker = get_worker_info()
        with open(self.path) as lines:
            mine = (line for i, line in enumerate(lines) if worker is None or i % worker.num_workers == worker.id)
            rows = lauter.iter_refined(map(json.loads, mine), fields="text", key=self.key)
            yield from (row["text"] for row in rows)


if __name__ == "__main__":
    source, key_file = sys.argv[1:]
    for batch in DataLoader(Rows(source, key_file), batch_size=16, num_workers=2):
        print(len(batch), batch[0][:60])
