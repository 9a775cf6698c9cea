from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.models import HouseholdMember, Person, Relation
from ancrage.ui import forms as ui
from ancrage.ui.formats import day

_NEW = "nouvelle"


class _RelationForm(ui.Form):
    relation = forms.ChoiceField(label=_("Lien"), choices=Relation.choices, widget=ui.Radios(inline=True))
    since = ui.DayField(label=_("Dans le ménage depuis le"))


class MemberEditForm(_RelationForm):
    def __init__(self, *args: Any, member: HouseholdMember, **kwargs: Any) -> None:
        initial = {"relation": member.relation, "since": member.during.lower}
        super().__init__(*args, initial=initial, **kwargs)


class MemberForm(_RelationForm):
    """Someone who lives with the person. Persons already known and alike are offered before a new one is written.

    :param find: persons alike by their name and birth, within the reader's reach.
    """

    field_order = ("given_names", "family_names", "birth_on", "person", "relation", "since")
    given_names = forms.CharField(label=_("Prénoms"), max_length=120, required=False)
    family_names = forms.CharField(label=_("Noms de famille"), max_length=120, required=False)
    birth_on = ui.BirthDateField(label=_("Date de naissance"), required=False)

    def __init__(
        self,
        *args: Any,
        today: date,
        find: Callable[[str, date | None], Iterable[Person]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"since": today}, **kwargs)
        self.fields["birth_on"].latest = today  # type: ignore[attr-defined] # a BirthDateField's
        self.find = find

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name = f"{cleaned.get('given_names', '')} {cleaned.get('family_names', '')}".strip()
        if not name:
            self.add_error("given_names", _now("Inscrivez au moins un nom."))
            return cleaned
        known = {str(one.pk): one for one in self.find(name, cleaned.get("birth_on"))}
        cleaned["person"] = self._choose(known) if known else None
        return cleaned

    def _choose(self, known: dict[str, Person]) -> Person | None:
        """The person chosen among those known; none for a new one, or while nothing is chosen."""
        self.fields["person"] = forms.ChoiceField(
            label=_now("Des personnes déjà connues ressemblent à celle-ci"),
            choices=[
                *((pk, _described(person)) for pk, person in known.items()),
                (_NEW, _now("Aucune d’elles : inscrire une nouvelle personne")),
            ],
            widget=ui.Radios,
        )
        self.order_fields(self.field_order)
        chosen = self.data.get("person", "")
        if chosen != _NEW and chosen not in known:
            self.add_error("person", _now("Dites si c’est l’une d’elles."))
        return known.get(chosen)

    @property
    def new_person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("given_names", "family_names", "birth_on")}

    @property
    def link(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("relation", "since")}


def _described(person: Person) -> str:
    if person.birth_on is None:
        return person.full_name
    return _now("%(name)s, naissance le %(day)s") % {"name": person.full_name, "day": day(person.birth_on)}
