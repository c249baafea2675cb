"""The flat columns of a Parquet file as text. Nested and binary ones, geometries among them, are never decoded."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.files.limits import Limits, too_large
from data.files.rows import LINE, RENAMED, Layout, Parsed, distinct, heavy, long_cell, shown
from data.files.workbook import text_of
from geo.errors import DataError

BATCH_ROWS = 10_000  # texts are counted after each batch: a column that inflates is stopped early
STRUCTURE_BYTES = 10_000_000  # of a footer and its lists: Parquet believes the sizes that it reads there
BUFFER_BYTES = 1 << 20  # of a column: without them a group of rows, which may be the whole file, is read at once
ANOTHER_COPY = "reprendre une copie complète du fichier, ou l'enregistrer de nouveau"


def read(content: bytes, name: str, limits: Limits, header: int | None = None) -> Parsed:  # noqa: ARG001
    """The table of a Parquet file, whose columns are named whatever `header` says. Page checksums are verified when the
    file has them. Raises `DataError`.
    """
    streamed = Streamed(pa.BufferReader(content), name, limits)
    return streamed.parsed(pa.concat_tables(streamed.tables()))


class Streamed:
    """A Parquet file whose rows are read a few at a time, each once."""

    def __init__(self, source: pa.NativeFile, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        with self._telling():
            self._file = pq.ParquetFile(
                source,
                buffer_size=BUFFER_BYTES,
                page_checksum_verification=True,
                thrift_string_size_limit=STRUCTURE_BYTES,
                thrift_container_size_limit=STRUCTURE_BYTES,
            )
            schema = self._file.schema_arrow
            ranks = [rank for rank, field in enumerate(schema) if _is_flat(_stored(field.type))]
            rows = self._file.metadata.num_rows
        if error := too_large(name, len(ranks), rows, limits):
            raise error
        if not ranks or not rows:
            raise DataError.single(name, "le fichier n'a aucune ligne, ou aucune colonne simple", ANOTHER_COPY)
        self._wanted = [schema.field(rank).name for rank in ranks]
        self._names, self._renamed = distinct(self._wanted)
        self._left = [shown(field.name) for rank, field in enumerate(schema) if rank not in ranks]

    def tables(self) -> Iterator[pa.Table]:
        """Columns of text behind the rank of each row, some rows at a time. Raises `DataError`."""
        schema = pa.schema([pa.field(column, pa.string()) for column in self._names])
        text, rows = 0, 0
        with self._telling():
            for batch in self._file.iter_batches(batch_size=BATCH_ROWS, columns=sorted(set(self._wanted))):
                arrays = [_text(batch.column(rank)) for rank in _ranks(batch.schema.names, self._wanted)]
                self._require_short(arrays, rows)
                text += sum(array.nbytes for array in arrays)
                if text > self._limits.text:
                    raise heavy(self._name, self._limits)
                table = pa.Table.from_arrays(arrays, schema=schema)
                yield table.add_column(0, LINE, pa.array(range(rows + 1, rows + batch.num_rows + 1), pa.int64()))
                rows += batch.num_rows
        if error := too_large(self._name, len(self._names), rows, self._limits):
            raise error

    def void(self) -> tuple[str, ...]:
        """The columns without a name that hold nothing: every one has a name here."""
        return ()

    def parsed(self, table: pa.Table) -> Parsed:
        """What is said of the file, with a table of its rows."""
        notes = []
        if self._left:
            notes.append(f"Colonnes imbriquées ou binaires laissées de côté : {', '.join(self._left)}.")
        if self._renamed:
            notes.append(f"{RENAMED} : {', '.join(map(shown, self._renamed))}.")
        return Parsed(table, "parquet", notes=tuple(notes), layout=Layout(0))

    def _require_short(self, arrays: Sequence[pa.Array], before: int) -> None:
        for column, array in zip(self._names, arrays, strict=True):
            lengths = pc.utf8_length(array)
            if (pc.max(lengths).as_py() or 0) > self._limits.cell:
                rank = before + 1 + pc.index(pc.greater(lengths, self._limits.cell), True).as_py()
                raise long_cell(self._name, self._limits, rank, shown(column))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (DataError, MemoryError):
            raise
        except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError, OverflowError) as error:
            raise DataError.single(self._name, "fichier Parquet abîmé ou incomplet", ANOTHER_COPY) from error


def _ranks(found: list[str], wanted: list[str]) -> list[int]:
    """Where each wanted column is among those that were read, in which a name may be repeated."""
    places = {name: [rank for rank, one in enumerate(found) if one == name] for name in set(wanted)}
    return [places[name].pop(0) for name in wanted]


def _stored(kind: pa.DataType) -> pa.DataType:
    while isinstance(kind, pa.BaseExtensionType | pa.DictionaryType):
        kind = kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind.value_type
    return kind


def _is_flat(kind: pa.DataType) -> bool:
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    is_other = pa.types.is_temporal(kind) or pa.types.is_boolean(kind) or pa.types.is_null(kind)
    return is_text or is_number or is_other


def _text(array: pa.Array) -> pa.Array:
    """Values as text: shortest exact numbers, ISO dates, and nothing for NaN."""
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    kind = _stored(array.type)
    if pa.types.is_boolean(kind):
        text = pc.if_else(array, "VRAI", "FAUX")
    elif pa.types.is_temporal(kind):
        clock = pc.replace_substring_regex(array.cast(kind).cast(pa.string()), r"\.0+(Z?)$", r"\1")
        text = pc.replace_substring(clock, " ", "T")
    else:
        text = array.cast(kind).cast(pa.string())
    if pa.types.is_floating(kind):
        text = _plain(pc.if_else(pc.equal(text, "nan"), None, text))
    return pc.if_else(pc.equal(text, ""), None, text)


def _plain(text: pa.Array) -> pa.Array:
    """Numbers without exponent where that stays short."""
    if not pc.any(pc.match_substring(text, "e")).as_py():
        return text
    return pa.array([one if one is None or "e" not in one else text_of(float(one)) for one in text.to_pylist()])
