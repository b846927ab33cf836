"""`lauter.iter_refined` and engines in PyTorch's DataLoader: nothing of lauter imports torch."""

import json
import tempfile
import unittest
from pathlib import Path

import contract
import torch.utils.data

import lauter


class Rows(torch.utils.data.IterableDataset):
    """The contract's rows, each worker its share, refined in the worker."""

    def __init__(self, rows, ids) -> None:
        self.rows = rows
        self.ids = ids
        self.key = contract.key()

    def __iter__(self):
        info = torch.utils.data.get_worker_info()
        share = self.rows[info.id :: info.num_workers] if info else self.rows
        named = "id" if self.ids else "name"
        rows = ({named: row.id, "text": row.text} for row in share)
        id_field = "id" if self.ids else None
        refined = lauter.iter_refined(rows, contract.RECIPE, key=self.key, id_field=id_field, batch_size=100)
        return ((row[named], row["text"]) for row in refined)


class Contract(contract.Case):
    start_method = "fork"

    def through(self, rows, *, ids, workers, partitions):
        loader = torch.utils.data.DataLoader(
            Rows(rows, ids),
            batch_size=None,
            num_workers=workers if workers > 1 else 0,
            multiprocessing_context=self.start_method if workers > 1 else None,
        )
        return contract.Carried({name: contract.Outcome(text) for name, text in loader})


class ContractSpawn(Contract):
    start_method = "spawn"


class Collate(unittest.TestCase):
    def test_an_engine_in_collate_fn(self) -> None:
        texts = ["mail ada.sample@corp.com", "plain"]
        collate = CollateRefined(lauter.Engine(contract.RECIPE, key=contract.key()))
        (batch,) = torch.utils.data.DataLoader(texts, batch_size=2, num_workers=1, collate_fn=collate)
        self.assertEqual(contract.engine().refine_batch(texts).texts, batch)


class CollateRefined:
    def __init__(self, engine: lauter.Engine) -> None:
        self.engine = engine

    def __call__(self, texts: list[str]) -> list[str | None]:
        return self.engine.refine_batch(texts).texts


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "in.jsonl").write_text("".join(json.dumps({"text": r.text}) + "\n" for r in contract.corpus(64)))
        said = contract.run_example(self, "torch_loader.py", folder / "in.jsonl", contract.key_file())
        self.assertEqual(64, sum(int(line.split()[0]) for line in said.splitlines() if line[:3] == "16 "))


if __name__ == "__main__":
    unittest.main()
