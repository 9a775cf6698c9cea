"""The API in words: what each parameter does and what it expects, what each address gives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ancrage.api.parameters import FARTHEST, MOST_MINIMAL, MOST_ORGANIZATIONS, MOST_PER_PAGE, MOST_WORDS, PER_PAGE

Said = str | Promise


@dataclass(frozen=True)
class Parameter:
    """What it does; what a value must be, after a colon in a refusal."""

    does: Said
    expects: Said


_ID: Final = _("un identifiant, sous forme d’UUID")
_FLAG: Final = _("« true » ou « false »")

PARAMETERS: Final[Mapping[str, Parameter]] = {
    "search": Parameter(
        _(
            "Mots cherchés, en français ou en anglais, sans égard aux accents. Tous doivent s’y trouver; « or » entre "
            "deux mots en demande un seul, des guillemets demandent une expression."
        ),
        format_lazy(_("au plus {most} caractères"), most=MOST_WORDS),
    ),
    "page": Parameter(
        _("Numéro de la page, à partir de 1. Une page passée la dernière est vide. Sans effet en ndjson."),
        _("un nombre entier à partir de 1"),
    ),
    "per_page": Parameter(
        format_lazy(
            _("Nombre de fiches par page : {usual} si rien n’est demandé. Sans effet en ndjson."), usual=PER_PAGE
        ),
        format_lazy(
            _("un nombre entier de 1 à {most} ({organizations} pour les organismes)"),
            most=MOST_PER_PAGE,
            organizations=MOST_ORGANIZATIONS,
        ),
    ),
    "format": Parameter(
        _("« json » donne une page; « ndjson » donne tout, une fiche par ligne, à mesure."),
        _("« json » ou « ndjson »"),
    ),
    "lang": Parameter(
        _(
            "Langue des textes; sans lui, c’est l’en-tête Accept-Language qui décide. Ce qui n’est pas traduit est en français."
        ),
        _("« fr » ou « en »"),
    ),
    "taxonomy_term_id": Parameter(_("Services classés sous ce terme."), _ID),
    "taxonomy_id": Parameter(_("Services classés sous un terme de cette taxonomie."), _ID),
    "organization_id": Parameter(_("Services de cet organisme."), _ID),
    "modified_after": Parameter(
        _(
            "Services modifiés à ce moment ou après, d’après « last_modified ». Sans fuseau, l’heure est universelle (UTC)."
        ),
        _("une date, ou une date et une heure comme 2026-01-31T08:00:00Z"),
    ),
    "minimal": Parameter(
        format_lazy(
            _("Seulement « id » et « last_modified »; une page tient alors jusqu’à {most} services."), most=MOST_MINIMAL
        ),
        _FLAG,
    ),
    "full": Parameter(_("Chaque fiche avec tout ce qui s’y rattache."), _FLAG),
    "full_service": Parameter(_("Chaque organisme avec ses services au complet."), _FLAG),
    "postcode": Parameter(
        _(
            "Code postal, ou ses trois premiers caractères : les services qui desservent la municipalité la plus proche "
            "de son centre, ou dont le territoire n’est pas précisé."
        ),
        _("un code postal du Canada, comme G5H 1X1"),
    ),
    "proximity": Parameter(
        _("Avec « postcode » : seulement les lieux à moins de tant de mètres du centre du code postal."),
        format_lazy(_("un nombre de mètres, de 1 à {most}, avec « postcode »"), most=FARTHEST),
    ),
    "top_only": Parameter(_("Seulement les termes qui n’en ont pas de plus large."), _FLAG),
    "parent_id": Parameter(_("Seulement les termes immédiatement sous celui-ci."), _ID),
    "id": Parameter(_("Identifiant de la fiche."), _ID),
}

OPERATIONS: Final[Mapping[str, Said]] = {
    "root": _("La version de HSDS, l’adresse du profil et celle de ce document."),
    "services": _("Les services, page par page."),
    "service": _("Un service, avec tout ce qui s’y rattache."),
    "organizations": _("Les organismes, page par page."),
    "organization": _("Un organisme, avec ses programmes, ses lieux et le nom de ses services."),
    "service_at_locations": _("Les services dans chacun de leurs lieux, page par page."),
    "service_at_location": _("Un service dans un lieu, avec tout ce qui s’y rattache."),
    "taxonomies": _("Les taxonomies publiées, page par page."),
    "taxonomy": _("Une taxonomie."),
    "taxonomy_terms": _("Les termes des taxonomies publiées, page par page."),
    "taxonomy_term": _("Un terme et sa taxonomie."),
}


def refused(names: Iterable[str]) -> dict[str, str]:
    """What to say of the parameters whose value is not one they may have."""
    said = gettext("Paramètre « %(name)s » : donnez %(expected)s, une seule fois.")
    return {name: said % {"name": name, "expected": PARAMETERS[name].expects} for name in sorted(names)}
