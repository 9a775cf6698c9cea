from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms as ui


class PauseForm(ui.Form):
    resumes_on = ui.DayField(
        label=_("Reprise prévue"),
        required=False,
        help_text=_("Sans date, l’accueil reste suspendu jusqu’à votre geste."),
    )
    reason = forms.CharField(
        label=_("Raison"), required=False, max_length=200, help_text=_("Les équipes qui aiguillent la lisent.")
    )


class WaitingForm(ui.Form):
    waiting_weeks = forms.IntegerField(
        label=_("Attente actuelle, en semaines"),
        help_text=_("Écrivez 0 quand il y a de la place."),
        min_value=0,
        max_value=104,
        widget=forms.NumberInput(attrs={"class": "an-w-xs", "inputmode": "numeric"}),
    )
