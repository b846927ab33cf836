"""Ray Data: a class for `map_batches`, and `refine()`, which is that call with good defaults.

    ds = ray.data.read_parquet("in/")
    ds = lauter.integrations.ray.refine(ds, key=lauter.Key.at("corpus.key"))
    ds.write_parquet("out/")
"""

import warnings
from typing import Any

from lauter.integrations import missing, open_engine

try:
    import pyarrow as pa
    import pyarrow.compute as pc
    import ray
    import ray.data
    from ray.util.metrics import Counter
except ImportError as error:
    raise missing(__name__, "ray") from error

import lauter
from lauter.integrations._arrow import ids

_STATE = "lauter_state"
_DROPPED = "rejected"


class Refine:
    """Refines the fields of pyarrow tables: the callable of `Dataset.map_batches(..., batch_format="pyarrow")`.

    The class with `fn_constructor_kwargs` runs in actors, an instance of it in tasks. Both give the same bytes, whatever
    the size and order of batches, since a row is keyed by its id or, without one, by its text. The input is never
    written to, so `zero_copy_batch=True` is safe.

    Args:
        recipe, key: as of `lauter.Engine`. A key must be given; `lauter.Key.at(path)` keeps the secret out of Ray's
            object store, and the file must then be on every node.
        fields: path or paths of the texts: `"text"`, `"messages[].content"`; None: what the recipe says.
        edits_column, state_column: columns to add: the edits, offsets in characters; `kept`, `edited`, `rejected`, `null`.
        on_rejected: `"drop"` the rows that cannot be refined, set their fields to `"null"`, or `"raise"`.
        id_column: the column of the rows' ids, if it is there; None: none.
        options: further keywords of `lauter.Engine`: `model`, `set`, `enable`, ...

    The metric `lauter_rows` counts rows by `state`.

    Errors: `KeyProblem` if no key was given; `FieldError` if a path fits no column; `RejectedError` by `"raise"`.
    """

    def __init__(
        self,
        recipe: Any = "anonymize",
        key: Any = None,
        fields: Any = "text",
        edits_column: str | None = None,
        state_column: str | None = None,
        on_rejected: str = "drop",
        id_column: str | None = "id",
        **options: Any,
    ) -> None:
        self.engine = open_engine(recipe, key, **options)
        self.fields = fields
        self.edits_column = edits_column
        self.state_column = state_column
        self.on_rejected = on_rejected
        self.id_column = id_column
        self._rows = Counter("lauter_rows", "Rows that lauter has seen", tag_keys=("state",))

    def __call__(self, batch: pa.Table) -> pa.Table:
        state = self.state_column or _STATE
        table = self.engine.refine_table(
            batch,
            self.fields,
            edits_column=self.edits_column,
            state_column=state,
            on_rejected="raise" if self.on_rejected == "raise" else "null",
            id_column=ids(batch.schema, self.id_column),
        )
        for entry in pc.value_counts(table[state]).to_pylist():
            self._rows.inc(entry["counts"], {"state": entry["values"]})
        if self.on_rejected == "drop":
            table = table.filter(pc.not_equal(table[state], _DROPPED))
        return table if self.state_column else table.drop_columns([state])


def refine(
    ds: ray.data.Dataset,
    fields: Any = "text",
    *,
    recipe: Any = "anonymize",
    key: Any = None,
    size: int | None = None,
    task_rows: int | None = 256,
    batch_size: int | None = None,
    num_cpus: float = 1,
    **settings: Any,
) -> ray.data.Dataset:
    """The dataset with its fields refined.

    `size=None`: in tasks, which Ray joins with the writing. A number: in so many actors, which live as long as the run.
    Leave CPUs for those who read: a pool that takes all of them waits for its input forever, so this warns about it.

    `task_rows`: blocks are cut into parts of so many rows first, and each is a task. Ray reads Parquet in blocks of 128 MB,
    small files many to a block, which is a minute and more of refining for one CPU while the others have nothing.
    None: blocks are as they come. Each task writes a file; where these are too many, `write_parquet(min_rows_per_file=...)`
    makes tasks of so many rows. `batch_size=None`: a task is a batch. `settings` are those of `Refine`.

    Errors: `KeyProblem` and `RecipeError` at once, before anything runs.
    """
    settings = {"recipe": recipe, "key": key, "fields": fields, **settings}
    work = Refine(**settings)
    if task_rows is not None:
        ds = ds.repartition(target_num_rows_per_block=task_rows)
    how: dict[str, Any] = {"batch_format": "pyarrow", "batch_size": batch_size, "zero_copy_batch": True, "num_cpus": num_cpus}
    if size is None:
        return ds.map_batches(work, **how)
    there = ray.cluster_resources().get("CPU", 0)  # type: ignore[no-untyped-call]
    if size * num_cpus >= there:
        warnings.warn(
            f"{size} actors of {num_cpus} CPUs take all {there:g} CPUs of the cluster: none is left to read the input with",
            lauter.LauterWarning,
            stacklevel=2,
        )
    return ds.map_batches(Refine, fn_constructor_kwargs=settings, compute=ray.data.ActorPoolStrategy(size=size), **how)
