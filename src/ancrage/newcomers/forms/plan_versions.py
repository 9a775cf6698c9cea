from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.plans.models import AcceptanceMode
from ancrage.ui import forms as ui


class AcceptForm(ui.Form):
    """Two buttons: the person accepts on screen, or did so in words."""

    mode = forms.ChoiceField(label=_("Acceptation"), choices=AcceptanceMode.choices)


class HandOverForm(ui.Form):
    """The day on which the document was given to the person."""

    on = ui.DayField(label=_("Remis le"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
