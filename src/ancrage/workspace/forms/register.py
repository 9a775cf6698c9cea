from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.audit.words import verbs_by_context
from ancrage.core.text import fold
from ancrage.ui import forms as ui


def _acts() -> list[tuple[str, Any]]:
    """What is asked for most, then every act by context; a value that ends in a dot takes all that begin so."""
    first = {
        "": _("Tous"),
        "newcomers.case.consulted": _("Consultations de dossiers"),
        "newcomers.exceptional_access.": _("Accès exceptionnels"),
    }
    groups: list[tuple[str, Any]] = []
    for label, name, verbs in verbs_by_context():
        words = {verb: str(said) for verb, said in verbs.items() if verb not in first}
        everything = (f"{label}.", _("%(context)s : tous les actes") % {"context": name})
        groups.append((name, [everything, *sorted(words.items(), key=lambda one: fold(one[1]))]))
    return [*first.items(), *groups]


class RegisterFilters(ui.FilterForm):
    acte = forms.ChoiceField(label=gettext_lazy("Acte"), choices=_acts, required=False)
    qui = forms.CharField(label=gettext_lazy("Courriel de l’auteur"), required=False, max_length=254)
    dossier = forms.CharField(label=gettext_lazy("Numéro de dossier"), required=False, max_length=20)
    du = ui.DayField(label=gettext_lazy("Du"), required=False)
    au = ui.DayField(label=gettext_lazy("Au"), required=False)
