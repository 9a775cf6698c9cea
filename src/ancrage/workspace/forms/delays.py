from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms as ui


def _hours(least: int) -> forms.IntegerField:
    text = _("24 pour la veille; 336 au plus, deux semaines.")
    return forms.IntegerField(label=_("Heures avant le rendez-vous"), min_value=least, max_value=336, help_text=text)


class _Dated(ui.Form):
    starts_on = ui.DayField(label=_("À partir du"), help_text=_("Aujourd’hui ou plus tard."))
    reason = forms.CharField(label=_("Raison du changement"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class DelayForm(_Dated):
    hours = _hours(0)
    field_order = ("hours",)


class ReminderDelayForm(DelayForm):
    hours = _hours(1)


class VerificationDelayForm(_Dated):
    months = forms.IntegerField(label=_("Mois entre deux vérifications"), min_value=1, max_value=60)
    field_order = ("months",)
