from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.territory.models import Directorate, HostOffice, Mrc, Municipality, Region, ServicePoint, Team
from ancrage.ui.forms import ComboboxField, DayField, FilterForm, Form, ModelForm


def _towns() -> list[tuple[str, str]]:
    found = Municipality.objects.select_related("mrc").in_order()
    return [(str(town.pk), f"{town.name} ({town.designation or '–'}, {town.mrc.name})") for town in found]


class TownField(ComboboxField):
    """A municipality, typed; cleaned to the row itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(options=_towns, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        key = super().clean(value)
        return Municipality.objects.select_related("mrc__region").get(pk=key) if key else None


class UnitForm(Form):
    """Fields of a unit; ``start`` is asked only when it opens, since a beginning does not change."""

    start = DayField(label=_("Premier jour"))

    def __init__(self, *args: Any, day: date, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(day)
        if is_new:
            self.initial.setdefault("start", day)
            self.order_fields([*(name for name in self.fields if name != "start"), "start"])
        else:
            del self.fields["start"]

    def offer(self, day: date) -> None:
        """Fill the choices with what exists on ``day``."""

    @classmethod
    def values_of(cls, unit: Any) -> Mapping[str, Any]:  # noqa: ANN401
        return {name: getattr(unit, name) for name in cls.base_fields if name != "start"}


class DirectorateForm(UnitForm):
    name = forms.CharField(label=_("Nom"), max_length=200)


class HostOfficeForm(UnitForm):
    name = forms.CharField(label=_("Nom"), max_length=160, help_text=_("Par exemple : Services Québec, Rimouski"))
    municipality = TownField(label=_("Municipalité"))
    address = forms.CharField(label=_("Adresse"), max_length=200, required=False)
    postal_code = forms.CharField(label=_("Code postal"), max_length=7, required=False)
    hours = forms.CharField(label=_("Heures d’ouverture"), max_length=200, required=False)
    access_notes = forms.CharField(
        label=_("Accessibilité"), max_length=300, required=False, help_text=_("Rampe, stationnement, ascenseur…")
    )

    @classmethod
    def values_of(cls, unit: HostOffice) -> Mapping[str, Any]:
        return {**super().values_of(unit), "municipality": str(unit.municipality_id)}


class ServicePointForm(UnitForm):
    name = forms.CharField(label=_("Nom"), max_length=160)
    host_office = forms.ModelChoiceField(HostOffice.objects.none(), label=_("Bureau hôte"))
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Région"))

    def offer(self, day: date) -> None:
        _choose(self, "host_office", HostOffice.objects.on(day).in_order())
        _choose(self, "region", Region.objects.in_order())


class TeamForm(UnitForm):
    name = forms.CharField(label=_("Nom"), max_length=120)
    service_point = forms.ModelChoiceField(ServicePoint.objects.none(), label=_("Point de services"))

    def offer(self, day: date) -> None:
        _choose(self, "service_point", ServicePoint.objects.on(day).in_order())


class EndForm(Form):
    before = DayField(label=_("Premier jour sans"))


class CoverForm(Form):
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Région"))
    start = DayField(label=_("Premier jour"), help_text=_("La direction qui en répondait cesse ce jour-là."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "region", Region.objects.in_order())


class ServeForm(Form):
    """A whole MRC of the region, or one municipality from anywhere."""

    mrc = forms.ModelChoiceField(Mrc.objects.none(), label=_("Toutes les municipalités de la MRC"), required=False)
    municipality = TownField(label=_("Ou une seule municipalité"), required=False)
    start = DayField(label=_("Premier jour"), help_text=_("Le point qui les desservait cesse ce jour-là."))

    def __init__(self, *args: Any, region: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "mrc", Mrc.objects.filter(region=region).in_order())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("mrc")) == bool(cleaned.get("municipality")):
            self.add_error("mrc", _("Choisissez une MRC ou une municipalité, pas les deux."))
        return cleaned

    @property
    def municipalities(self) -> list[Municipality]:
        """Those chosen, once valid."""
        mrc, town = self.cleaned_data["mrc"], self.cleaned_data["municipality"]
        return [town] if town else list(Municipality.objects.filter(mrc=mrc).in_order())


class DayForm(FilterForm):
    day = DayField(label=_("Au jour"), required=False)


class PlaceFilter(FilterForm):
    q = forms.CharField(label=_("Nom ou code"), required=False, max_length=80)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Région"), required=False, empty_label=_("Toutes"))
    unconfirmed = forms.BooleanField(label=_("Codes à confirmer seulement"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "region", Region.objects.in_order())


class MunicipalityForm(ModelForm[Municipality]):
    class Meta:
        model = Municipality
        fields = ("name", "code", "designation", "mrc", "latitude", "longitude")
        help_texts = {
            "code": _("Cinq chiffres, lus dans le Répertoire des municipalités. Laissez vide s’il est à confirmer."),
        }
        error_messages = {"code": {"unique": _("Une autre municipalité porte déjà ce code.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "mrc", Mrc.objects.in_order())

    def clean_code(self) -> str | None:
        code = self.cleaned_data["code"] or None
        if code and not (len(code) == 5 and code.isdigit()):
            raise forms.ValidationError(_("Écrivez les cinq chiffres du code, comme 10043."))
        return code


def _choose(form: forms.BaseForm, name: str, rows: Any) -> None:  # noqa: ANN401
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = rows


FORMS: Mapping[type, type[UnitForm]] = {
    Directorate: DirectorateForm,
    HostOffice: HostOfficeForm,
    ServicePoint: ServicePointForm,
    Team: TeamForm,
}
