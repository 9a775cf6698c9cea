from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms as ui


class VerificationDelayForm(ui.Form):
    months = forms.IntegerField(label=_("Mois entre deux vérifications"), min_value=1, max_value=60)
    starts_on = ui.DayField(label=_("À partir du"), help_text=_("Aujourd’hui ou plus tard."))
    reason = forms.CharField(label=_("Raison du changement"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
