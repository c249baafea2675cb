"""Who publishes the site: `editeur.toml`, beside the editions, written by who puts it online."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from geo.errors import DataError

FILE: Final = "editeur.toml"
_REMEDY: Final = 'écrire une ligne comme : nom = "Préfecture de l\'Ain"'


@dataclass(frozen=True)
class Publisher:
    """nom: of the body that answers for the site. contact: an address of mail, or of a page. adresse: its own.
    directeur: of the publication. hebergeur: who runs the server, with its address.
    """

    nom: str
    contact: str
    adresse: str = ""
    directeur: str = ""
    hebergeur: str = ""

    @property
    def link(self) -> str:
        """The address that the contact leads to."""
        return self.contact if self.contact.startswith("https://") else f"mailto:{self.contact}"


def read(home: Path) -> Publisher | None:
    """The publisher, None where nobody said who it is. Raises `DataError` when the file does not say it rightly."""
    try:
        written = tomllib.loads((home / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError.single(FILE, "le fichier n'est pas du TOML", _REMEDY) from error
    known = [field.name for field in fields(Publisher)]
    for name, value in written.items():
        if name not in known:
            raise DataError.single(FILE, f"clé inconnue : « {name} »", f"en garder : {', '.join(known)}")
        if not isinstance(value, str) or not value.strip():
            raise DataError.single(FILE, f"« {name} » n'est pas un texte", _REMEDY)
    for name in ("nom", "contact"):
        if name not in written:
            raise DataError.single(FILE, f"« {name} » manque", _REMEDY)
    if not written["contact"].startswith("https://") and "@" not in written["contact"]:
        raise DataError.single(FILE, "« contact » n'est ni une adresse de messagerie ni une page https", _REMEDY)
    return Publisher(**written)
