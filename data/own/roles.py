"""What a column of a visitor's table can be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from data.own.headers import Words, words
from data.words.quantities import QUANTITIES


@dataclass(frozen=True)
class Role:
    """What a column can be. names: how headers call it, the whole header or some words of it. never: words of a header
    that tell that it is something else.
    """

    label: str
    names: tuple[str, ...]
    never: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def in_words(self) -> tuple[Words, ...]:
        """The names, as headers are compared with them."""
        return tuple(words(name) for name in self.names)


def _role(label: str, names: str, never: str = "") -> Role:
    return Role(label, tuple(name.strip() for name in names.split(",")), frozenset(never.split()))


ROLES: Final[Mapping[str, Role]] = {
    "code_insee": _role(
        "Code INSEE de la commune",
        "code insee, insee, code commune, codecommune, codeinsee, code insee commune, depcom, codgeo, insee com, "
        "comm insee, commune insee, insee commune, code com, com insee, code officiel geographique, code cog, id terr, "
        "code terr, id geo, code geo",
        "postal epci region departement dep reg arrondissement canton projet dossier siren naf ape annee pay",
    ),
    "commune": _role(
        "Commune",
        "commune, nom commune, libelle commune, ville, localite, libcom, lib com, nom com, comm nom, libgeo",
        "code insee epci population nombre nb type date insee siren cp postal",
    ),
    "departement": _role(
        "Département (code ou nom)",
        "code departement, departement, dep, dpt, dept, num dep, code dep, nom departement, id dep, insee dep, "
        "libelle departement, numero departement",
        "commune region nombre nb com reg siren",
    ),
    "code_postal": _role("Code postal", "code postal, codepostal, cp, postal code, code post"),
    "epci": _role(
        "Intercommunalité (SIREN ou nom)",
        "epci, code epci, siren epci, epci siren, nom epci, epci nom, intercommunalite, groupement",
        "type nature nombre nb",
    ),
    "region": _role("Région (code ou nom)", "region, nom region, code region, libelle region", "nombre nb"),
    "echelon": _role("Échelon (commune, EPCI, département, région)", "echelon, maille, niveau geographique"),
    "siret": _role(
        "SIRET ou SIREN",
        "siret, siren, numero siret, numero siren, id beneficiaire, identification beneficiaire, "
        "identifiant beneficiaire, siret beneficiaire, siren beneficiaire",
        "epci attribuant payeur financeur groupement collectivite commune membre ept instructeur service dep",
    ),
    "lon": _role("Longitude", "longitude, lon, long, lng, x"),
    "lat": _role("Latitude", "latitude, lat, y"),
    "projet": _role(
        "Projet",
        "projet, nom du projet, nom projet, titre, intitule, objet, libelle projet, objet subvention, object, "
        "intitule projet, description, description projet",
        "id identifiant numero code date montant cout nombre nb reference type statut",
    ),
    "entreprise": _role(
        "Entreprise",
        "entreprise, beneficiaire, nom beneficiaire, raison sociale, societe, denomination, porteur, association, "
        "organisme beneficiaire, nom organisme beneficiaire, raison sociale beneficiaire, nom entreprise",
        "attribuant siret siren id identification identifiant numero type nature forme juridique adresse code commune "
        "date montant nombre nb taille pourcentage categorie rna departement region creation",
    ),
    "filiere": _role("Filière", "filiere, secteur, secteur d activite", "code"),
    "programme": _role(
        "Programme",
        "programme, dispositif, volet, appel a projets, nom demarche, demarche, mesure, dispositif aide",
        "numero code id date montant",
    ),
    "annee": _role(
        "Année ou date",
        "annee, date, exercice, millesime, date convention, date convention subvention, date decision, date octroi, "
        "annee convention",
        "naissance creation immatriculation fin cloture echeance validite service naf",
    ),
    **{key: Role(each.heading, each.names) for key, each in QUANTITIES.items()},
    "statut": _role("Statut", "statut, etat, avancement", "juridique social"),
}
