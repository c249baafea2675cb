"""What changed between the two last editions, as an Atom feed: one entry for each project, one for the whole.

The same editions always make the same feed: an entry is called by its edition and its project.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

import pandas as pd
from lxml import etree

from data.editions.manifest import Manifest
from data.places import novelties
from data.places.novelties import Novelties
from data.plain.resources import ROOT
from data.words import product
from data.words.text import clean
from data.words.typography import typeset

MOST: Final = 200  # entries of projects; the one of the whole says how many there are
_ATOM: Final = "http://www.w3.org/2005/Atom"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_LONGEST: Final = 2_000  # characters of a text
_TITLE: Final = typeset(f"{product.NAME} : nouveautés")
_ALONE: Final = "Il n'y a qu'une édition : la prochaine dira ce qui a changé."
_SAID: Final = {
    novelties.NEW: "Nouveau projet",
    novelties.STATUS: "Autre statut",
    novelties.CORRECTED: "Corrigé",
    novelties.GONE: "Retiré",
}
_COUNTED: Final = {
    novelties.NEW: "projets nouveaux",
    novelties.STATUS: "d'un autre statut",
    novelties.CORRECTED: "corrigés",
    novelties.GONE: "retirés",
}


def written(found: Novelties | None, manifest: Manifest, site: str) -> bytes:
    """The feed of an edition. found: what changed since the one before, None without any; site: the origin of links."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM}, attrib={f"{{{_XML}}}lang": "fr"})
    _add(feed, "id", f"{site}{ROOT}nouveautes.atom")
    _add(feed, "title", _TITLE)
    _add(feed, "updated", manifest.built_at)
    _add(_add(feed, "author"), "name", product.NAME)
    _link(feed, f"{site}{ROOT}nouveautes.atom", rel="self")
    _link(feed, f"{site}/nouveautes")
    _entry(feed, f"urn:territoires:{manifest.id}", f"Édition {manifest.id}", manifest.built_at, summary(found))
    _link(feed[-1], f"{site}/nouveautes")
    for kind, project, title, text in _projects(found) if found else ():
        name = f"urn:territoires:{manifest.id}:{project}:{novelties.KINDS.index(kind)}"
        _entry(feed, name, f"{_SAID[kind]} : {title}", manifest.built_at, text)
        _link(feed[-1], f"{site}/nouveautes" if kind == novelties.GONE else _page(site, project))
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def summary(found: Novelties | None) -> str:
    """What changed, in a sentence."""
    if found is None:
        return _ALONE
    counts = [f"{said} : {found.projects(kind)}" for kind, said in _COUNTED.items()]
    return f"Depuis l'édition {found.before}, {' ; '.join(counts)}."


def _projects(found: Novelties) -> Iterator[tuple[str, str, str, str]]:
    """The kind, the identifier, the title and the text of each entry, those of the first projects."""
    groups = found.changes.groupby(["genre", "id_projet"], sort=False)
    for rank, ((kind, project), rows) in enumerate(groups):
        if rank == MOST:
            return
        first = rows.iloc[0]
        yield str(kind), str(project), f"{first['projet']} ({first['commune']})", _text(rows)


def _text(rows: pd.DataFrame) -> str:
    if rows["information"].iloc[0] == novelties.WHOLE:
        return str(rows["apres"].iloc[0]) or "N'est plus dans l'inventaire"
    told = zip(rows["information"], rows["avant"], rows["apres"], strict=True)
    return " ; ".join(f"{name} : {old or 'inconnu'} → {new or 'inconnu'}" for name, old, new in told)


def _page(site: str, project: str) -> str:
    return f"{site}/projet?{urlencode({'projet': project})}"


def _entry(feed: etree._Element, name: str, title: str, updated: str, text: str) -> None:
    entry = _add(feed, "entry")
    for tag, told in (("id", name), ("title", title), ("updated", updated), ("summary", text)):
        _add(entry, tag, told)


def _link(parent: etree._Element, address: str, rel: str = "alternate") -> None:
    _add(parent, "link").attrib.update({"rel": rel, "href": address})


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    found = etree.SubElement(parent, f"{{{_ATOM}}}{tag}")
    found.text = text and clean(text, _LONGEST)
    return found
