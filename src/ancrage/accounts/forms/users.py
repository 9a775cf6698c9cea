from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.accounts.models import Language, User
from ancrage.accounts.roles import AccountKind, all_roles
from ancrage.territory.models import Directorate, Region, ServicePoint, Team
from ancrage.ui.forms import DayField, FilterForm, Form

AnyPlace = ServicePoint | Region | Directorate


class ProfileForm(Form):
    full_name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=150,
        help_text=gettext_lazy("Le nom que voient vos collègues et les partenaires."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue des courriels d’Ancrage"), choices=Language, widget=forms.RadioSelect
    )


class InvitationForm(Form):
    full_name = forms.CharField(label=gettext_lazy("Nom"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Courriel"),
        max_length=254,
        help_text=gettext_lazy("Le lien pour choisir le mot de passe y est envoyé."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Langue des courriels d’Ancrage"), choices=Language, initial="fr", widget=forms.RadioSelect
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class UserFilter(FilterForm):
    q = forms.CharField(label=gettext_lazy("Nom ou courriel"), required=False, max_length=100)
    role = forms.ChoiceField(label=gettext_lazy("Rôle"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Comptes"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Tous")), *_role_choices()]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("Ouverts")), ("closed", _("Fermés")), ("all", _("Tous"))]  # type: ignore[attr-defined]


class PlaceField(forms.ChoiceField):
    """A service point, a region or a directorate in force on ``day``, in one list; ``None`` when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.found: dict[str, AnyPlace] = {}

    def offer(self, day: date) -> None:
        groups: list[tuple[str, list[AnyPlace]]] = [
            (_("Points de services"), list(ServicePoint.objects.on(day).in_order())),
            (_("Régions"), list(Region.objects.in_order())),
            (_("Directions régionales"), list(Directorate.objects.on(day).in_order())),
        ]
        self.found = {str(place.pk): place for _title, places in groups for place in places}
        listed = [(title, [(str(place.pk), str(place)) for place in places]) for title, places in groups if places]
        self.choices = [("", _("Aucun endroit précis")), *listed]

    def clean(self, value: str) -> AnyPlace | None:
        return self.found.get(super().clean(value))


class AssignmentForm(Form):
    role = forms.ChoiceField(label=gettext_lazy("Rôle"))
    place = PlaceField(
        label=gettext_lazy("Endroit"),
        required=False,
        help_text=gettext_lazy(
            "Selon le rôle : un point de services, une région, une direction, ou aucun. "
            "L’organisme d’une intervenante ou d’un intervenant se choisit à la page de l’organisme, dans le répertoire."
        ),
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label=gettext_lazy("Équipe"),
        required=False,
        empty_label=gettext_lazy("Aucune"),
        help_text=gettext_lazy("Une équipe du point de services choisi."),
    )
    start = DayField(label=gettext_lazy("Début"))
    before = DayField(
        label=gettext_lazy("Premier jour sans ce rôle"),
        required=False,
        help_text=gettext_lazy("Laissez vide tant que la fin n’est pas connue."),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choisissez")), *_role_choices()]  # type: ignore[attr-defined]
        place, team = self.fields["place"], self.fields["team"]
        assert isinstance(place, PlaceField)  # noqa: S101 - declared above
        assert isinstance(team, forms.ModelChoiceField)  # noqa: S101 - declared above
        place.offer(day)
        team.queryset = Team.objects.on(day).in_order()
        self.initial.setdefault("start", day)


class DepartureForm(Form):
    replaced_by = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Remplacement"),
        required=False,
        empty_label=gettext_lazy("Personne"),
        help_text=gettext_lazy("Reçoit les avis qui auraient été pour elle ou lui, de ce qu’elle ou il peut lire."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = User.objects.active().exclude(pk=person.pk).in_order()
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined] # a ModelChoiceField


class EndForm(Form):
    before = DayField(label=gettext_lazy("Premier jour sans ce rôle"))


def _role_choices() -> list[tuple[str, str]]:
    return [(role.code, str(role.name)) for role in all_roles().values() if role.kind is AccountKind.STAFF]
