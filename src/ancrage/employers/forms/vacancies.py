from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.directory.forms.occupations import OccupationField
from ancrage.employers.models import Employer, Establishment, Vacancy
from ancrage.ui import forms as ui
from ancrage.ui.layout import Section


class VacancyForm(ui.ModelForm[Vacancy]):
    occupation = OccupationField(label=_("Profession"))
    wage_from = ui.AmountField(label=_("Salaire horaire, au moins"), max_digits=6, decimal_places=2, min_value=0)
    wage_to = ui.AmountField(
        label=_("Salaire horaire, au plus"), max_digits=6, decimal_places=2, min_value=0, required=False
    )
    hours = ui.AmountField(
        label=_("Heures par semaine"), max_digits=4, decimal_places=1, min_value=0, max_value=99, required=False
    )
    starts_on = ui.DayField(label=_("Entrée en fonction"), required=False)
    keeps_wording = forms.BooleanField(
        label=_("Garder la formulation : le poste l’exige vraiment"),
        required=False,
        help_text=_("À cocher seulement si un avertissement paraît ici, et que l’exigence tient au poste."),
    )

    class Meta:
        model = Vacancy
        fields = (
            *("occupation", "title", "posts", "establishment", "wage_from", "wage_to", "hours", "schedule"),
            *("duration", "months", "french_oral", "french_written", "experience", "starts_on", "has_housing"),
            *("description", "keeps_wording"),
        )

    sections = (
        Section(_("Le poste"), ("occupation", "title", "posts", "establishment", "description", "keeps_wording")),
        Section(
            _("Les conditions"),
            ("wage_from", "wage_to", "hours", "schedule", "duration", "months", "starts_on", "has_housing"),
        ),
        Section(_("Ce qui est demandé"), ("french_oral", "french_written", "experience")),
    )

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Establishment.objects.filter(employer=employer, closed_on=None).order_by("-is_main", "pk")
        fields: dict[str, Any] = self.fields
        fields["establishment"].queryset = places.select_related("municipality")
        for name in ("french_oral", "french_written"):
            fields[name].help_text = _("De 1 à 12, selon l’échelle québécoise. Vide : aucun niveau demandé.")


class ReturnForm(ui.Form):
    reason = forms.CharField(label=_("Ce qu’il faut corriger"), max_length=300)
