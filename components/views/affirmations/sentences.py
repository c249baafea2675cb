"""Public claims in words: what our figure is, what it covers, who said what and when."""

from collections.abc import Mapping
from math import isnan
from typing import Final

from components.text import formats, sentences
from components.text.formats import NBSP, number, percent, when
from components.text.measure_labels import OF, amount
from data.places.summary import Known
from data.published.claim_measures import Change, Published, PublishedShare, Share
from data.published.claims import Finding
from data.words.quantities import QUANTITIES
from data.words.vocabulary import Vocabulary

_HOLE: Final = "d'un des deux côtés, aucun projet n'a de valeur connue"
NO_MEASURE: Final = "Aucune mesure de l'édition n'est proche de cette affirmation."
_TOTALS: Final[Mapping[str, str]] = {key: words.removeprefix("des ").removeprefix("de l'") for key, words in OF.items()}
_PLACES: Final[Mapping[str, str]] = {
    "petites_communes": "dans les communes de moins de 20 000 habitants",
    "metropoles": "dans les métropoles",
    "hors_metropoles": "hors des métropoles",
    "label": "dans les Territoires d'industrie de la phase {phase}",
    "hors_label": "hors des Territoires d'industrie de la phase {phase}",
    "hors_ile_de_france": "hors d'Île-de-France",
    "gigafactories": "dans les projets qui se disent gigafactories",
    "relocalisations": "dans les projets qui se disent relocalisations",
}


def figure(finding: Finding) -> str:
    """« 77,1 % »; a change bears its sign; « pas de donnée » when too little is known."""
    value = percent(100 * finding.valeur)
    grew = finding.valeur > 0 and isinstance(finding.measure, Change | Published) and value[0].isdigit()
    return f"+{value}" if grew else value


def sentence(finding: Finding, vocabulary: Vocabulary) -> str:
    """Our figure with what it is made of and what it covers."""
    measure = finding.measure
    if isinstance(measure, Published | PublishedShare):
        return f"{figure(finding)} : {_published(measure)}"
    if isinstance(measure, Share) and isnan(finding.valeur) and finding.connus:
        return f"{figure(finding)} : {_HOLE}. {coverage(finding, vocabulary)}."
    between = "sur" if isinstance(measure, Share) else "contre"
    numbers = f"{_amount(finding.partie, measure)} {between} {_amount(finding.tout, measure)}"
    return f"{figure(finding)} {_subject(measure)} ({numbers}). {coverage(finding, vocabulary)}."


def coverage(finding: Finding, vocabulary: Vocabulary) -> str:
    """What the figure counts: « 326 des 875 projets ont un investissement connu », and how they were chosen."""
    measure = finding.measure
    if isinstance(measure, Published | PublishedShare):
        return _published(measure)
    if measure.grandeur in QUANTITIES:
        known = Known(finding.tout, finding.connus)
        counted = sentences.known_coverage(QUANTITIES[measure.grandeur], known, finding.n)
    else:
        counted = f"{formats.counted(finding.n, 'projet')} de l'inventaire"
    chosen = " ; ".join(f"{chip.name} : {chip.label}" for chip in measure.selection.filters(vocabulary))
    said = f"{counted} ({chosen})" if chosen else counted
    return f"{said[0].upper()}{said[1:]}"


def claimed(value: float, unit: str) -> str:
    """« 40 % », « 9,5 % »."""
    return f"{_plain(value)}{NBSP}{unit}"


def _subject(measure: Share | Change) -> str:
    place = _PLACES[measure.ensemble].format(phase=measure.selection.phase)
    if isinstance(measure, Share):
        return f"{OF[measure.grandeur]} {place}"
    return f"de {measure.de} à {measure.a} : {_TOTALS[measure.grandeur]} {place}"


def _amount(value: float, measure: Share | Change) -> str:
    return amount(value, measure.grandeur)


def _published(measure: Published | PublishedShare) -> str:
    if isinstance(measure, PublishedShare):
        return f"« {measure.indicateur} », {when(measure.date)} (chiffre publié : {', '.join(measure.editeurs)})"
    return (
        f"« {measure.indicateur} », {claimed(measure.apres, measure.unite)} en {when(measure.a)} "
        f"contre {_plain(measure.avant)} en {when(measure.de)} (chiffres publiés : {', '.join(measure.editeurs)})"
    )


def _plain(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
