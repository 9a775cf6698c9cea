from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.directory.queries.proposals import Line
from ancrage.ui import forms as ui


class SettleForm(ui.Form):
    """Which items are accepted: all of them at first."""

    accepted = forms.MultipleChoiceField(
        label=_("Accepter"),
        required=False,
        widget=ui.Checkboxes,
        help_text=_("Ce qui n’est pas coché est refusé; rien de coché refuse tout."),
    )
    reason = forms.CharField(
        label=_("Raison"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Demandée quand tout n’est pas accepté. L’organisme la lira."),
    )

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepted"].choices = [(one.name, one.label) for one in lines]  # type: ignore[attr-defined]
        self.initial["accepted"] = [one.name for one in lines]
