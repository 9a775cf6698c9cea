"""The immigration status and the levels of French of a row, with the rules of the forms where they are entered."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ancrage.core.text import fold
from ancrage.directory.models import StatusCategory
from ancrage.newcomers.forms.household import MemberForm
from ancrage.newcomers.forms.languages import LevelForm
from ancrage.newcomers.forms.search import borrowed
from ancrage.newcomers.forms.statuses import StatusForm
from ancrage.newcomers.models import LevelSource
from ancrage.newcomers.queries.import_columns import FRENCH, SKILLS, STATUS

# As lists say it, beside the code and the label.
_SOURCES: Final = {
    LevelSource.DECLARED: "déclaré, déclarée, autodéclaré, auto-déclaré, autodéclaration, self-declared",
    LevelSource.EVALUATION: "évaluation, évalué, évaluée, classement, placement",
    LevelSource.TEST: "testé, testée, tested",
}
_LONGEST_MARK: Final = 60
SOURCES: Final = {fold(one): str(source) for source, words in _SOURCES.items() for one in words.split(", ")}


def fact_fields(columns: Collection[str]) -> dict[str, forms.Field]:
    """The fields of the columns that are of a status or of levels."""
    found: dict[str, forms.Field] = {}
    for form, names in ((StatusForm, STATUS), (LevelForm, FRENCH)):
        held = {name: names[name] for name in columns if name in names}
        fields = borrowed(form, tuple(held.values()))
        found |= {name: fields[field] for name, field in held.items()}
    if "household" in columns:
        found["household"] = forms.CharField(max_length=_LONGEST_MARK, required=False)
    if "household_relation" in columns:
        found["household_relation"] = borrowed(MemberForm, ("relation",))["relation"]
    return found


def categories() -> dict[str, str]:
    """The key of each status offered, by its code and by its name in every language."""
    found: dict[str, str] = {}
    for one in StatusCategory.objects.active().in_order():
        for text in (one.code, one.label_fr, one.label_en, one.label_es, one.label_ar):
            if folded := fold(text):
                found.setdefault(folded, str(one.pk))
    return found


def category_in(text: str, known: Mapping[str, str]) -> str:
    if text and fold(text) not in known:
        raise ValidationError(
            _("Ce statut n’est pas dans la liste : écrivez-le comme dans un dossier."), code="invalid"
        )
    return known[fold(text)] if text else ""


def fact_errors(values: Mapping[str, Any], wrong: Collection[str], today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with a status or with levels as a whole, by column; those already ``wrong`` are not told again."""
    found = {**dict(_status_errors(values)), **dict(_level_errors(values, wrong, today))}
    if values.get("household_relation") and not values.get("household"):
        found["household"] = _("Dites de quel ménage.")
    yield from ((name, text) for name, text in found.items() if name not in wrong)


def _status_errors(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(values.get(name) for name in STATUS):
        return
    start, end, born = (values.get(name) for name in ("status_valid_from", "status_valid_to", "birth_on"))
    if not values.get("status_category"):
        yield "status_category", _("Inscrivez le statut d’immigration.")
    elif not start:
        yield "status_valid_from", _("Inscrivez le début du statut.")
    if start and end and end < start:
        yield "status_valid_to", _("La fin du permis précède son début.")
    if start and born and start < born:
        yield "status_valid_from", _("Le statut commence avant la naissance.")


def _level_errors(values: Mapping[str, Any], wrong: Collection[str], today: date) -> Iterator[tuple[str, str]]:
    if any(values.get(name) for name in FRENCH) and not any(values.get(name) or name in wrong for name in SKILLS):
        yield SKILLS[0], _("Inscrivez au moins un niveau, de 1 à 12.")
    assessed = values.get("french_assessed_on")
    if assessed and assessed > today:
        yield "french_assessed_on", _("Cette date n’est pas encore passée.")
