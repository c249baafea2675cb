"""The one rule that every verdict on a public claim follows."""

from typing import Final

RULE: Final = (
    "Le verdict suit une règle. « Confirmé » : notre mesure a la même définition et s'écarte de moins de 10 points. "
    "« Infirmé » : même définition, et 10 points ou plus. « Dépend du périmètre » : la définition publiée admet deux "
    "mesures de l'édition, dont une seule est à moins de 10 points. « Non vérifiable ici » : aucune mesure de "
    "l'édition n'a la même définition, si proche que soit le chiffre."
)
