"""The title of the browser tab: the place, the project or the company of the page, its filters, the page."""

from components.visit import address
from components.visit.navigation import Entry
from components.visit.visit import Visit
from data.query.selection import Selection

_PLACES_OF = {"territoire": 1, "comparer": None}  # how many of the places asked for a page is about; None: all
_FILTERS = 2  # a tab shows some fifty letters


def parts(entry: Entry, visit: Visit) -> list[str]:
    """What the title says, the most telling first: « Thiers », « Santé », « Fiche d'un lieu »."""
    selection = address.current()
    filters = [chip.label for chip in selection.filters(visit.vocabulary())][:_FILTERS] if entry.filtered else []
    return [*_subject(entry, selection, visit), *filters, entry.title]


def _subject(entry: Entry, selection: Selection, visit: Visit) -> list[str]:
    if entry.slug in _PLACES_OF and selection.places:
        return [", ".join(visit.place(key).nom for key in selection.places[: _PLACES_OF[entry.slug]])]
    if entry.slug == "projet" and selection.project:
        projects = visit.project_table()
        return projects.loc[projects["id_projet"] == selection.project, "projet"].head(1).tolist()
    if entry.slug == "entreprise" and selection.company:
        return [selection.company]
    return []
