"""Unlabelled texts for pre-training: the train parts of ../shared/data, none of any split that is evaluated on."""
import gzip
import hashlib
import json
import os


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def held_out(group):
    """The tenth of the groups that the project keeps as its own test split."""
    return hashlib.sha256(group.encode()).digest()[0] < 26


def texts_of(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def pretraining_texts(data):
    """Yields texts; long documents are cut to keep the registers in balance."""
    def path(name):
        return os.path.join(data, name)

    domains = {}
    for row in rows(path("web/wcxb_dev.jsonl.gz")):
        domains[row["id"].split("/")[-1]] = row["url_domain"]
        if row["split"] == "train" and not held_out(row["url_domain"]):
            yield "\n".join(row["lines"])[:9000]
    for row in rows(path("corpus/web_gold.jsonl.gz")):
        if row["split"] == "train" and not held_out(domains.get(row["id"].split("/")[-1], row["id"])):
            yield row["text"][:12000]
    for row in rows(path("aitext/l2r_train.jsonl.gz")):
        if row["split"] == "train" and not held_out(str(row.get("pair", row["id"]))):
            yield row["text"]
    for name, limit in (("eltec_novels", 6000), ("cpp_docs", 700), ("peps", 4000)):
        for row in rows(path(f"corpus/{name}.jsonl.gz")):
            if row.get("split", "train") == "train" and not held_out(row["id"]):
                yield row["text"][:limit]
    for row in rows(path("aitext/mt_shots_de-en.jsonl.gz")):
        if row["split"] == "train":
            yield row["ref"]
