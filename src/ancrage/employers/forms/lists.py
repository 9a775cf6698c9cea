from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.employers.enums import Sector, Size
from ancrage.employers.queries.lists import ACCOMPANIED, MINE, NOBODY, PROSPECTS, Filters, mrcs_within
from ancrage.ui import forms as ui


class EmployerFilters(ui.FilterForm):
    q = forms.CharField(
        label=_("Nom ou NEQ"), required=False, max_length=120, widget=forms.TextInput(attrs={"type": "search"})
    )
    sector = forms.ChoiceField(label=_("Secteur"), required=False, choices=[("", _("Tous")), *Sector.choices])
    size = forms.ChoiceField(label=_("Taille"), required=False, choices=[("", _("Toutes")), *Size.choices])
    mrc = forms.TypedChoiceField(label=_("MRC"), required=False, coerce=UUID, empty_value=None)
    adviser = forms.ChoiceField(
        label=_("Suivi par"),
        required=False,
        choices=[("", _("Tous")), (MINE, _("Moi")), (NOBODY, _("Personne encore"))],
    )
    state = forms.ChoiceField(
        label=_("Accompagnement"),
        required=False,
        choices=[("", _("Peu importe")), (ACCOMPANIED, _("Déjà accompagnés")), (PROSPECTS, _("À démarcher"))],
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mrcs = [(str(one.pk), one.name) for one in mrcs_within(access)]
        self.fields["mrc"].choices = [("", _("Toutes")), *mrcs]  # type: ignore[attr-defined] # a choice field

    def filters(self) -> Filters:
        """What was asked and understood; a filter that no longer exists is left out."""
        self.full_clean()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})  # type: ignore[typeddict-item, no-any-return] # its own fields
