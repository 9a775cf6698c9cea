from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.staff import nameable
from ancrage.ui import forms as ui

_WHY = forms.Textarea(attrs={"rows": 3})


class RestrictForm(ui.Form):
    reason = forms.CharField(
        label=_("Raison"),
        max_length=1000,
        widget=_WHY,
        help_text=_(
            "Par exemple : parente d’un membre du personnel, personnalité publique, à la demande de la personne."
        ),
    )
    named = forms.ModelMultipleChoiceField(
        label=_("Qui d’autre verra le dossier"),
        queryset=User.objects.none(),
        required=False,
        widget=ui.Checkboxes,
        help_text=_("Vous restez nommée ou nommé."),
    )

    def __init__(self, *args: Any, case: Case, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = nameable(case, today).exclude(pk=by.pk)  # type: ignore[attr-defined]


class UnrestrictForm(ui.Form):
    reason = forms.CharField(label=_("Raison"), max_length=1000, widget=_WHY)


class NameForm(ui.Form):
    user = forms.ModelChoiceField(label=_("Personne à nommer"), queryset=User.objects.none())

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = nameable(case, today)  # type: ignore[attr-defined]


class ExceptionalForm(ui.Form):
    reference = forms.CharField(
        label=_("Numéro exact du dossier"),
        max_length=20,
        help_text=_("Par exemple : BSL-2021-000412."),
        widget=forms.TextInput(attrs={"class": "an-w-md", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    reason = forms.CharField(
        label=_("Raison"),
        max_length=2000,
        min_length=10,
        widget=_WHY,
        help_text=_("Pourquoi le dossier doit être ouvert maintenant, et par vous."),
        error_messages={"min_length": _("Dites la raison en quelques mots.")},
    )
