from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.core.text import fold
from ancrage.newcomers.queries.routing import Route, route
from ancrage.territory.forms import MunicipalityField
from ancrage.territory.models import ServicePoint
from ancrage.ui import forms as ui
from ancrage.ui.forms.fields import ComboboxWidget

_MOST: Final = 12


class PlaceForm(ui.Form):
    """Where someone goes, and so which service point answers."""

    municipality = MunicipalityField(
        label=_("Municipalité de destination"),
        required=False,
        help_text=_("Le point de services qui la dessert reçoit la demande. Laissez vide si elle n’est pas choisie."),
        widget=ComboboxWidget(source=lambda: reverse("newcomers:municipalities")),
        error_messages={
            "unknown": _("Municipalité inconnue. Choisissez un nom de la liste."),
            "close": _("Municipalité inconnue. Vouliez-vous dire %(name)s?"),
        },
    )
    service_point = forms.ChoiceField(
        label=_("Point de services"),
        required=False,
        help_text=_("Sert seulement si aucun point de services ne dessert la municipalité."),
    )
    search_pass = forms.CharField(widget=forms.HiddenInput)
    is_entered = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)

    def __init__(self, *args: Any, today: date, own: Sequence[ServicePoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.own = today, own
        self.route: Route | None = None
        if len(own) > 1:
            choices = [("", _("Celui qui dessert la municipalité")), *((str(point.pk), point.name) for point in own)]
            self.fields["service_point"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
        else:
            del self.fields["service_point"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "municipality" not in self.errors and "service_point" not in self.errors:
            chosen = cleaned.get("service_point")
            self.route = route(cleaned.get("municipality"), self.own, UUID(chosen) if chosen else None, self.today)
            if self.route is None:
                self.add_error(
                    "service_point" if "service_point" in self.fields else None,
                    _now(
                        "Aucun point de services ne dessert cette municipalité. Choisissez celui qui suivra la demande."
                    ),
                )
        return cleaned


def suggested_municipalities(typed: str) -> list[str]:
    """The names, as the field takes them, that begin like ``typed``, then those that hold it."""
    wanted = fold(typed)
    if not wanted:
        return []
    labels = [(fold(label), label) for _key, label in MunicipalityField().municipalities()]
    first = [label for name, label in labels if name.startswith(wanted)]
    held = [label for name, label in labels if wanted in name and not name.startswith(wanted)]
    return [*first, *held][:_MOST]
