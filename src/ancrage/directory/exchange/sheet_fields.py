"""What the columns of a spreadsheet of services may hold, and what people call them."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from ancrage.core.text import fold

# What a column of a spreadsheet of services may hold.
FIELDS: Final[dict[str, str | Promise]] = {
    "id": gettext_lazy("Identifiant du service"),
    "name": gettext_lazy("Nom du service"),
    "organization": gettext_lazy("Nom de l’organisme"),
    "organization_id": gettext_lazy("Identifiant de l’organisme"),
    "alternate_name": gettext_lazy("Autre nom"),
    "description": gettext_lazy("Description"),
    "url": gettext_lazy("Page Web"),
    "email": gettext_lazy("Courriel public"),
    "phone": gettext_lazy("Téléphone"),
    "address_1": gettext_lazy("Numéro et rue"),
    "city": gettext_lazy("Ville"),
    "postal_code": gettext_lazy("Code postal"),
    "hours": gettext_lazy("Horaire, en mots"),
    "fees_description": gettext_lazy("Coût, en mots"),
    "eligibility_description": gettext_lazy("Pour qui, en mots"),
    "application_process": gettext_lazy("Comment s’inscrire"),
    "minimum_age": gettext_lazy("Âge minimal"),
    "maximum_age": gettext_lazy("Âge maximal"),
    "needs": gettext_lazy("Besoins"),
    "publics": gettext_lazy("Publics"),
    "modes": gettext_lazy("Modes"),
    "languages": gettext_lazy("Langues de service"),
    "areas": gettext_lazy("Territoires servis"),
}
_CALLED: Final[Mapping[str, str]] = {
    "id": "id|identifiant|code|numero|identifier|service id",
    "name": "nom|service|nom du service|name|service name|titre|programme",
    "organization": "organisme|organisation|organization|nom de l organisme|etablissement|agency",
    "organization_id": "organization id|identifiant de l organisme|neq",
    "alternate_name": "autre nom|sigle|alternate name|acronyme",
    "description": "description|mission|resume",
    "url": "site|site web|page web|url|website|adresse web",
    "email": "courriel|email|courriel public|e mail",
    "phone": "telephone|tel|phone|numero de telephone",
    "address_1": "adresse|rue|numero et rue|address|street|address 1",
    "city": "ville|municipalite|city|localite",
    "postal_code": "code postal|postal code|cp",
    "hours": "horaire|heures|hours|heures d ouverture|schedule",
    "fees_description": "cout|couts|frais|tarif|fee|fees|fees description|prix",
    "eligibility_description": "pour qui|admissibilite|clientele|eligibility|eligibility description|conditions",
    "application_process": "inscription|comment s inscrire|application process|acces|procedure",
    "minimum_age": "age minimal|age minimum|minimum age",
    "maximum_age": "age maximal|age maximum|maximum age",
    "needs": "besoin|besoins|domaine|domaines|categorie|categories|needs|theme|themes",
    "publics": "public|publics|audience",
    "modes": "mode|modes",
    "languages": "langue|langues|langue de service|langues de service|languages",
    "areas": "territoire|territoires|territoire servi|territoires servis|secteur|service area|area",
}
_BY_NAME: Final = {name: field for field, names in _CALLED.items() for name in names.split("|")}


def guessed(heading: str) -> str:
    """What a column with this heading most probably holds; empty when nothing says it."""
    return _BY_NAME.get(fold(heading), "") or _by_label().get(fold(heading), "")


@cache
def _by_label() -> dict[str, str]:
    """As our own exports call them, in either language."""
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        with override(language):
            found |= {fold(str(label)): name for name, label in FIELDS.items()}
    return found
