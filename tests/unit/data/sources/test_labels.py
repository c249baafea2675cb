"""A project is called a gigafactory or a relocation only where its own text says so."""

import pandas as pd
import pytest

from data.sources import labels
from geo.errors import DataError

PROJECTS = pd.DataFrame(
    {
        "id_projet": ["a", "b", "c"],
        "projet": ["Gigafactory de batteries", "Méga-usine", "Usine"],
        "resume": ["", "", "La production est relocalisée de Chine."],
    }
)


def rows(**told: str) -> pd.DataFrame:
    table = pd.DataFrame({"id_projet": list(told), "etiquette": list(told.values())})
    return table.set_axis(range(2, 2 + len(table)), axis=0)


def test_a_label_is_in_the_words_of_the_project_and_the_others_have_none() -> None:
    told = rows(a="gigafactory", b="gigafactory", c="relocalisation")
    labels.check(PROJECTS, told)
    found = labels.labelled(PROJECTS, told.drop(index=3))
    assert found["etiquette"].tolist() == ["gigafactory", "aucune", "relocalisation"]


def test_a_project_that_has_the_words_and_no_label_is_listed() -> None:
    assert labels.unlabelled(PROJECTS, rows(a="gigafactory")) == "Méga-usine ; Usine"
    assert labels.unlabelled(PROJECTS, rows(a="gigafactory", b="gigafactory", c="relocalisation")) == "aucun"


def test_a_label_that_the_text_does_not_say_is_refused_with_its_line() -> None:
    with pytest.raises(DataError) as caught:
        labels.check(PROJECTS, rows(a="gigafactory", c="gigafactory"))
    message = str(caught.value)
    assert message.startswith("etiquettes.csv, ligne 3, colonne etiquette : ni l'intitulé ni le résumé de c")
    assert "Remède" in message
