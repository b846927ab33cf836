"""Pre-annotated tasks for Label Studio: python examples/python/label_studio_tasks.py IN.jsonl TASKS.json CONFIG.xml

Import TASKS.json into a project whose labeling interface is CONFIG.xml. Both hold the original texts.
Needs nothing but lauter.
"""

import json
import sys

import lauter
from lauter.integrations import label_studio

if __name__ == "__main__":
    source, tasks, config = sys.argv[1:]
    with open(source) as lines:
        rows = [json.loads(line) for line in lines]
    texts = [row["text"] for row in rows]
    batch = lauter.Engine("anonymize").refine_batch(texts, ids=[row.get("id") for row in rows])
    with open(tasks, "w") as file:
        json.dump(list(label_studio.tasks(batch, texts)), file, ensure_ascii=False)
    with open(config, "w") as file:
        file.write(label_studio.config(batch))
    print(batch.counts)
