"""Places of France that the atlas does not have: overseas collectivities and New Caledonia, which are no départements.

Codes and names are those of INSEE's official geographic code. Their communes have codes and postcodes of their own;
those of Saint-Martin and Saint-Barthélemy kept the postcodes of Guadeloupe.
"""

from functools import cache
from typing import Final

from data.words.text import name_words

COLLECTIVITIES: Final = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
    "989": "Île de Clipperton",
}
_POSTCODES: Final = {"97133": "977", "97150": "978"}
_COMMUNES: Final = {
    "975": "97501 Miquelon-Langlade, 97502 Saint-Pierre",
    "977": "97701 Saint-Barthélemy",
    "978": "97801 Saint-Martin",
    "986": "98611 Alo, 98612 Sigave, 98613 Uvea",
    "987": (
        "98711 Anaa, 98712 Arue, 98713 Arutua, 98714 Bora-Bora, 98715 Faaa, 98716 Fakarava, 98717 Fangatau, "
        "98718 Fatu-Hiva, 98719 Gambier, 98720 Hao, 98721 Hikueru, 98722 Hitiaa O Te Ra, 98723 Hiva-Oa, 98724 Huahine, "
        "98725 Mahina, 98726 Makemo, 98727 Manihi, 98728 Maupiti, 98729 Moorea-Maiao, 98730 Napuka, 98731 Nuku-Hiva, "
        "98732 Nukutavake, 98733 Paea, 98734 Papara, 98735 Papeete, 98736 Pirae, 98737 Pukapuka, 98738 Punaauia, "
        "98739 Raivavae, 98740 Rangiroa, 98741 Rapa, 98742 Reao, 98743 Rimatara, 98744 Rurutu, 98745 Tahaa, "
        "98746 Tahuata, 98747 Taiarapu-Est, 98748 Taiarapu-Ouest, 98749 Takaroa, 98750 Taputapuatea, 98751 Tatakoto, "
        "98752 Teva I Uta, 98753 Tubuai, 98754 Tumaraa, 98755 Tureia, 98756 Ua-Huka, 98757 Ua-Pou, 98758 Uturoa"
    ),
    "988": (
        "98801 Belep, 98802 Bouloupari, 98803 Bourail, 98804 Canala, 98805 Dumbéa, 98806 Farino, 98807 Hienghène, "
        "98808 Houaïlou, 98809 L'Île-des-Pins, 98810 Kaala-Gomen, 98811 Koné, 98812 Koumac, 98813 La Foa, 98814 Lifou, "
        "98815 Maré, 98816 Moindou, 98817 Le Mont-Dore, 98818 Nouméa, 98819 Ouégoa, 98820 Ouvéa, 98821 Païta, "
        "98822 Poindimié, 98823 Ponérihouen, 98824 Pouébo, 98825 Pouembout, 98826 Poum, 98827 Poya, 98828 Sarraméa, "
        "98829 Thio, 98830 Touho, 98831 Voh, 98832 Yaté, 98833 Kouaoua"
    ),
}


def collectivity_of_code(code: str) -> str | None:
    """The name of the collectivity of a code of INSEE: its own (« 988 »), or that of a commune. None for any other."""
    return COLLECTIVITIES.get(code[:3]) if code.isdigit() and len(code) in {3, 5} else None


def collectivity_of_postcode(code: str) -> str | None:
    """The name of the collectivity of a postcode. 97133 is also the code of a commune of Guadeloupe."""
    return COLLECTIVITIES.get(_POSTCODES[code]) if code in _POSTCODES else collectivity_of_code(code)


def communes() -> dict[str, tuple[str, str]]:
    """Name and collectivity of each of their communes, by code."""
    return {
        code: (nom, COLLECTIVITIES[key])
        for key, listed in _COMMUNES.items()
        for code, _, nom in (each.partition(" ") for each in listed.split(", "))
    }


def collectivity_of_name(name: str) -> str | None:
    """The name of the collectivity that a text names, or one of its communes. Some are names of communes here too."""
    return _by_name().get(name_words(name))


@cache
def _by_name() -> dict[str, str]:
    places = {name_words(nom): collectivity for nom, collectivity in communes().values()}
    return places | {name_words(nom): nom for nom in COLLECTIVITIES.values()}
