"""The tables of all visits have a bound, and what a visit leaves makes room."""

import gc
from threading import Thread

import pandas as pd
import pytest

from data.desk.stock import Stock
from geo.errors import DataError


class Kept:
    """Something that refers to itself, as a visit does."""

    def __init__(self) -> None:
        self.own = self


def test_a_full_server_says_so_and_what_goes_makes_room() -> None:
    stock = Stock(most=100)
    first, second = Kept(), pd.DataFrame({"a": [1]})
    stock.keep(first, 60, "a.csv")
    stock.keep(second, 40, "b.csv")
    with pytest.raises(DataError, match=r"c\.csv : le serveur tient autant de tableaux qu'il le peut\. Remède :"):
        stock.keep(Kept(), 1, "c.csv")
    assert stock.held == 100
    del first
    gc.collect()
    assert stock.held == 40
    stock.keep(Kept(), 60, "c.csv")
    gc.collect()
    assert stock.held == 40


def test_many_at_once_are_counted_exactly() -> None:
    stock = Stock()

    def come_and_go() -> None:
        for _ in range(200):
            stock.keep(Kept(), 7, "a.csv")
            gc.collect(0)

    threads = [Thread(target=come_and_go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.collect()
    assert stock.held == 0
