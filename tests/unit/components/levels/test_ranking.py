"""What the chart of a ranking says to who does not see it."""

import pandas as pd

from components.levels import ranking


def test_the_head_of_a_ranking_is_the_first_place_not_the_own_one_which_stands_first() -> None:
    rows = pd.DataFrame(
        {"nom": ["Thiers", "Axe Seine", "Ambert"], "valeur": [9, 53, 12], "propre": [True, False, False]}
    )
    rows = rows.assign(texte=rows["valeur"].astype(str))
    assert ranking.leaders(rows) == "En tête : Axe Seine, 53. Thiers : 9."
    assert ranking.leaders(rows.assign(propre=False)) == "En tête : Axe Seine, 53."
    assert ranking.leaders(rows.assign(propre=rows["nom"] == "Axe Seine")) == "En tête : Axe Seine, 53."
