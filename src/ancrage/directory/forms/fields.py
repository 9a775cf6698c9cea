"""The fields of a record's form, by the kind of what they hold."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models import StatusCategory
from ancrage.directory.queries.spoken_hours import HoursUnclear, hear, say
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

_SHORT_NUMBER: Final = 4


class HoursField(forms.CharField):
    """Hours as people say them; the value is what schedules keep."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "unclear": _(
            "« %(line)s » ne dit pas à la fois des jours et des heures, comme « lundi au jeudi, 9 h à 16 h 30 »."
        ),
    }

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        try:
            return hear(super().clean(value))
        except HoursUnclear as error:
            raise ValidationError(
                self.error_messages["unclear"], code="unclear", params={"line": str(error)}
            ) from error

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return say(value) if isinstance(value, list) else value


class DialledField(ui.PhoneField):
    """A phone number, or one of three or four digits: 211, 811."""

    def clean(self, value: object) -> str:
        text = str(value or "").strip()
        return text if text.isdigit() and len(text) <= _SHORT_NUMBER else super().clean(value)


class IsoDayField(ui.DayField):
    """A day; the value is its text, « 2021-03-31 », or nothing."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        found = super().clean(value)
        return found.isoformat() if isinstance(found, date) else None


class _YesNo(forms.TypedChoiceField):
    def __init__(self, yes: Any, no: Any, **kwargs: Any) -> None:  # noqa: ANN401 - lazy text
        choices = [("oui", yes), ("non", no)]
        super().__init__(choices=choices, coerce=lambda one: one == "oui", **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        return {True: "oui", False: "non"}.get(value, value) if isinstance(value, bool) else value


def _text(longest: int, *, required: bool = False) -> Callable[[], forms.Field]:
    return lambda: _ready(forms.CharField(max_length=longest, required=required))


def _ready(field: forms.Field) -> forms.Field:
    prepare(field)
    return field


def _known_to(*, everyone: bool) -> Callable[[], forms.Field]:
    return lambda: _ready(_YesNo(_("Tous"), _("Qui aiguille"), initial=everyone))


def _status() -> forms.Field:
    choices = [("", _("Choisir…")), *((one.code, one.label) for one in StatusCategory.objects.active().in_order())]
    return _ready(forms.ChoiceField(choices=choices))


def _amount() -> forms.Field:
    return _ready(_AmountField(max_digits=8, decimal_places=2, min_value=0, required=False))


class _AmountField(ui.AmountField):
    """The value is text: « 8.50 »."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        found = super().clean(value)
        return None if found is None else f"{found:.2f}"


COLUMNS: Final[Mapping[str, tuple[ui.Column, ...]]] = {
    "phones": (
        ui.Column("number", _("Numéro"), lambda: _ready(DialledField())),
        ui.Column(
            "extension", _("Poste"), lambda: _ready(forms.IntegerField(required=False, min_value=0)), decides=False
        ),
        ui.Column("description", _("Précision"), _text(300), decides=False),
        ui.Column("is_public", _("Connu de"), _known_to(everyone=True), decides=False),
    ),
    "contacts": (
        ui.Column("name", _("Nom"), _text(160)),
        ui.Column("title", _("Fonction"), _text(160)),
        ui.Column("email", _("Courriel"), lambda: _ready(forms.EmailField(required=False))),
        ui.Column("is_public", _("Connu de"), _known_to(everyone=False), decides=False),
    ),
    "eligibilities": (
        ui.Column("status", _("Statut"), _status),
        ui.Column("is_admitted", _("Accueil"), lambda: _ready(_YesNo(_("Admis"), _("Non admis"))), decides=False),
        ui.Column("start", _("Du"), lambda: _ready(IsoDayField())),
        ui.Column("until", _("Jusqu’au, non compris"), lambda: _ready(IsoDayField(required=False)), decides=False),
    ),
    "cost_options": (
        ui.Column("option", _("Pour qui"), _text(300)),
        ui.Column("amount", _("Montant, en dollars"), _amount),
        ui.Column("amount_description", _("Précision"), _text(300), decides=False),
    ),
    "required_documents": (ui.Column("document", _("Document"), _text(300)),),
    "addresses": (
        ui.Column("address_1", _("Numéro et rue"), _text(300, required=True)),
        ui.Column("address_2", _("Complément"), _text(200), decides=False),
        ui.Column("postal_code", _("Code postal"), lambda: _ready(PostalCodeField(required=False))),
    ),
    "accessibilities": (
        ui.Column("description", _("Ce qui aide"), _text(300)),
        ui.Column("details", _("Précision"), _text(300), decides=False),
    ),
}


class PostalCodeField(forms.CharField):
    """« G5L 1A1 ». An O typed for a zero is said."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Écrivez un code postal comme G5L 1A1."),
        "close": _("Vouliez-vous écrire %(code)s?"),
    }

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        text = str(super().clean(value)).upper().replace(" ", "").replace("-", "")
        if not text:
            return ""
        if _is_postal(text):
            return f"{text[:3]} {text[3:]}"
        swapped = "".join(one.replace("O", "0") if n % 2 else one.replace("0", "O") for n, one in enumerate(text))
        if _is_postal(swapped):
            code = f"{swapped[:3]} {swapped[3:]}"
            raise ValidationError(self.error_messages["close"], code="close", params={"code": code})
        raise ValidationError(self.error_messages["invalid"], code="invalid")


def _is_postal(text: str) -> bool:
    whole = 6
    return len(text) == whole and all((one.isdigit() if n % 2 else "A" <= one <= "Z") for n, one in enumerate(text))
