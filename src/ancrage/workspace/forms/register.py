from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.ui import forms as ui

_ACTS = [
    ("", _("Tous")),
    ("newcomers.case.consulted", _("Consultations de dossiers")),
    ("newcomers.exceptional", _("Accès exceptionnels")),
    ("newcomers.", _("Dossiers")),
    ("referrals.", _("Aiguillages")),
    ("accounts.", _("Comptes")),
    ("territory.", _("Structure")),
    ("directory.", _("Répertoire et listes")),
]


class RegisterFilters(ui.FilterForm):
    acte = forms.ChoiceField(label=_("Acte"), choices=_ACTS, required=False)
    qui = forms.CharField(label=_("Courriel de l’auteur"), required=False, max_length=254)
    dossier = forms.CharField(label=_("Numéro de dossier"), required=False, max_length=20)
    du = ui.DayField(label=_("Du"), required=False)
    au = ui.DayField(label=_("Au"), required=False)
