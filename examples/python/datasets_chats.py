"""Refines the turns of chats as a Hugging Face dataset: python examples/python/datasets_chats.py IN.jsonl OUT KEY_FILE

Rows are {"messages": [{"role", "content"}, ...], ...}. Needs: pip install "lauter[datasets]"
"""

import sys

from datasets import load_dataset

import lauter
from lauter.integrations.datasets import refine

if __name__ == "__main__":
    source, out, key_file = sys.argv[1:]
    ds = load_dataset("json", data_files=source, split="train")
    ds = refine(
        ds,
        fields="messages[].content",
        key=lauter.Key.load(key_file),
        num_proc=2,
        edits_column="pii",
        on_rejected="drop",
    )
    ds.to_parquet(f"{out}/refined.parquet")
    print(ds)
