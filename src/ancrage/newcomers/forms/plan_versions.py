from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.plans.models import AcceptanceMode
from ancrage.ui import forms as ui


class AcceptForm(ui.Form):
    """Two buttons: the person accepts on screen, or did so in words."""

    mode = forms.ChoiceField(label=_("Acceptation"), choices=AcceptanceMode.choices)
