"""Tables between processes: the same on the other side, and nothing else."""

import pandas as pd
import pyarrow as pa
import pytest

from data.desk.sealing import opened, sealed


def test_a_table_is_the_same_once_opened() -> None:
    frame = pd.DataFrame(
        {
            "texte": pd.array(["a", None], dtype="str"),
            "entier": pd.array([9_007_199_254_740_993, None], dtype="Int64"),  # no float64 holds it
            "compte": [1, 2],
            "annee": pd.array([2023, None], dtype="Int16"),
            "degres": [0.5, None],
            "vrai": [True, False],
            "vide": pd.array([None, None], dtype="str"),
        },
        index=pd.Index([2, 7], name="ligne"),
    )
    pd.testing.assert_frame_equal(opened(sealed(frame)), frame)


def test_texts_that_come_again_are_written_once_and_read_the_same() -> None:
    texts = [None, *(f"Entreprise {rank % 7} de la vallée" for rank in range(999))]
    frame = pd.DataFrame({"texte": pd.array(texts, dtype="str")}, index=pd.RangeIndex(1_000, name="ligne"))
    alone = frame.assign(texte=[None, *(f"Entreprise {rank} de la vallée" for rank in range(999))])
    pd.testing.assert_frame_equal(opened(sealed(frame)).reset_index(), frame.reset_index())
    pd.testing.assert_frame_equal(opened(sealed(alone.astype("str"))).reset_index(), alone.astype("str").reset_index())
    assert len(sealed(frame)) < len(sealed(alone.astype("str")))


def test_a_table_without_rows_keeps_its_columns() -> None:
    frame = pd.DataFrame({"a": pd.Series(dtype="Int64"), "b": pd.Series(dtype="str")})
    assert list(opened(sealed(frame)).columns) == ["a", "b"]


@pytest.mark.parametrize("content", [b"", b"ARROW1", b"\x80\x04cos\nsystem\n."])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises((pa.ArrowException, ValueError, OSError)):
        opened(content)


def test_a_damaged_table_is_refused() -> None:
    content = bytearray(sealed(pd.DataFrame({"a": ["x" * 1_000]})))
    content[len(content) // 2 :] = b"\xff" * len(content[len(content) // 2 :])
    with pytest.raises((pa.ArrowException, ValueError, OSError)):
        opened(bytes(content))
