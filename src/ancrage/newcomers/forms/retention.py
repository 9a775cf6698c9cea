from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms as ui


class RetentionForm(ui.Form):
    days = forms.IntegerField(label=_("Jours après la fermeture du dossier"), min_value=1, max_value=36_500)
    starts_on = ui.DayField(
        label=_("À partir du"), help_text=_("Aujourd’hui ou plus tard. Ce qui est détruit ne revient pas.")
    )
    basis = forms.CharField(
        label=_("Fondement"), max_length=200, help_text=_("La règle, l’avis ou le calendrier qui le dit.")
    )
    is_confirmed = forms.BooleanField(
        label=_("Ce délai est confirmé"), required=False, help_text=_("Sans cela, il reste « à confirmer ».")
    )
    reason = forms.CharField(label=_("Raison du changement"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
