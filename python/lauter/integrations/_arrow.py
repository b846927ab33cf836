"""What the integrations that carry Arrow tables have in common."""

import pyarrow as pa


def ids(schema: pa.Schema, name: str | None) -> str | None:
    """The column of the rows' ids, if the table has it and it is one of strings or integers."""
    if name is None or name not in schema.names:
        return None
    kind = schema.field(name).type
    is_id = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_integer(kind)
    return name if is_id else None
