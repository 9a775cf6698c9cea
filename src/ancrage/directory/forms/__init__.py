from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import Assignment, User
from ancrage.accounts.roles import Reach, all_roles
from ancrage.core.cldr import language_name
from ancrage.directory.models import NeedDomain, Organization
from ancrage.territory.models import Mrc
from ancrage.ui import forms as ui

# Those in which services are offered; any other is found by words.
_LANGUAGES = ("fr", "en", "es", "ar", "pt", "uk", "ru", "zh")


class ServiceFilter(ui.FilterForm):
    q = forms.CharField(
        label=_("Que cherchez-vous?"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    domaine = forms.ModelChoiceField(
        label=_("Besoin"),
        queryset=NeedDomain.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Tous"),
    )
    mrc = forms.ModelChoiceField(
        label=_("Territoire"), queryset=Mrc.objects.none(), required=False, empty_label=_("Tous")
    )
    langue = forms.ChoiceField(label=_("Langue"), required=False)
    ouverts = forms.BooleanField(label=_("Qui accueillent maintenant"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["domaine"].queryset = NeedDomain.objects.active().in_order()  # type: ignore[attr-defined]
        regions = Organization.objects.active().values("region")
        self.fields["mrc"].queryset = Mrc.objects.filter(region__in=regions).in_order()  # type: ignore[attr-defined]
        names = [(code, language_name(code).capitalize()) for code in _LANGUAGES]
        self.fields["langue"].choices = [("", _("Toutes")), *names]  # type: ignore[attr-defined]


class MemberForm(ui.Form):
    """Someone whose role answers what organisations receive."""

    user = forms.ModelChoiceField(
        label=_("Personne"),
        queryset=User.objects.none(),
        help_text=_("Les comptes qui ont le rôle d’intervenante ou d’intervenant d’un organisme."),
    )
    start = ui.DayField(label=_("Premier jour"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answering = [code for code, role in all_roles().items() if Reach.ORGANIZATION in role.grants.values()]
        held = Assignment.objects.on(day).filter(role__in=answering)
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)  # noqa: S101 - declared above
        user.queryset = User.objects.active().filter(pk__in=held.values("user")).in_order()
        self.initial.setdefault("start", day)


class MemberEndForm(ui.Form):
    before = ui.DayField(label=_("Premier jour sans"))
