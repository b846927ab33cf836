"""A dataset of suggestions on an Argilla server: python examples/python/argilla_records.py IN.jsonl URL API_KEY

Needs: pip install "lauter[argilla]"
"""

import json
import sys

import argilla as rg

import lauter
from lauter.integrations.argilla import records, settings

if __name__ == "__main__":
    source, url, api_key = sys.argv[1:]
    with open(source) as lines:
        rows = [json.loads(line) for line in lines]
    texts = [row["text"] for row in rows]
    batch = lauter.Engine("anonymize").refine_batch(texts)
    client = rg.Argilla(api_url=url, api_key=api_key)
    dataset = rg.Dataset("pii", settings=settings(batch), client=client)
    dataset.create()
    dataset.records.log(list(records(batch, texts)))
