from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms as ui


class SaveViewForm(ui.Form):
    name = forms.CharField(
        label=_("Nom de la vue"),
        max_length=60,
        help_text=_("Par exemple : mes suivis en retard. Le nom d’une personne que vous cherchiez n’est pas gardé."),
    )
