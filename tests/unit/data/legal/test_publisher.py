"""Who publishes the site, as `editeur.toml` says it."""

from pathlib import Path

import pytest

from data.legal import publisher
from geo.errors import DataError


def written(home: Path, text: str) -> Path:
    (home / publisher.FILE).write_text(text, "utf-8")
    return home


def test_nobody_has_said_who_publishes(tmp_path: Path) -> None:
    assert publisher.read(tmp_path) is None


@pytest.mark.parametrize(
    ("contact", "link"),
    [("acces@ain.gouv.fr", "mailto:acces@ain.gouv.fr"), ("https://ain.gouv.fr/contact", "https://ain.gouv.fr/contact")],
)
def test_the_publisher_is_reached_at_its_contact(tmp_path: Path, contact: str, link: str) -> None:
    found = publisher.read(written(tmp_path, f'nom = "Préfecture de l\'Ain"\ncontact = "{contact}"\n'))
    assert found is not None and (found.nom, found.link) == ("Préfecture de l'Ain", link)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nom = ", "TOML"),
        ('nom = "A"', "« contact » manque"),
        ('nom = "A"\ncontact = "javascript:alert(1)"', "ni une adresse"),
        ('nom = "A"\ncontact = "a@b.fr"\ntelephone = "1"', "clé inconnue : « telephone »"),
        ('nom = 3\ncontact = "a@b.fr"', "« nom » n'est pas un texte"),
    ],
)
def test_a_file_that_says_it_wrongly_is_refused_with_a_remedy(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=f"editeur.toml.*{message}.*Remède"):
        publisher.read(written(tmp_path, text))
