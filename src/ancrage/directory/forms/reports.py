from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.directory.queries.slips import give_slip, read_slip
from ancrage.ui import forms as ui

SHORTEST: Final = timedelta(seconds=3)
"""Nobody reads and fills the form faster."""
TRAP: Final = "site"
"""A field that no person sees."""


class ReportForm(ui.Form):
    """What is wrong. ``slip`` says when the form was shown; ``carried`` is the one to send next."""

    message = forms.CharField(
        label=_("Qu’est-ce qui est à corriger?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Par exemple : le numéro de téléphone, les heures, l’adresse. N’écrivez rien sur une personne."),
    )
    email = forms.EmailField(
        label=_("Votre courriel"), required=False, help_text=_("Seulement si vous voulez une réponse. Effacé ensuite.")
    )

    def __init__(self, *args: Any, record: UUID, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.slip = read_slip(self.data.get("jeton", ""), record, at)
        self.carried = self.data["jeton"] if self.slip else give_slip(record, at)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.slip is None:
            self.add_error(None, _now("Cette page est ouverte depuis trop longtemps. Envoyez de nouveau."))
        elif self.data.get(TRAP) or self.at - self.slip.at < SHORTEST:
            self.add_error(None, _now("C’est parti trop vite. Relisez, puis envoyez de nouveau."))
        return cleaned


class CloseReportForm(ui.Form):
    answer = forms.CharField(
        label=_("Réponse"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
