from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.models import FormLanguage, Person
from ancrage.portal.models import InvitationWay
from ancrage.ui import forms as ui


class InviteForm(ui.Form):
    """On paper only, for whoever is not to be written to."""

    way = forms.ChoiceField(label=_("Remettre l’invitation"), widget=ui.Radios)
    language = forms.ChoiceField(
        label=_("Langue à côté du français"),
        choices=[("fr", _("aucune")), *(choice for choice in FormLanguage.choices if choice[0] != "fr")],
        widget=ui.Radios(inline=True),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = (
            InvitationWay.choices if person.may_be_emailed else [(InvitationWay.PRINTED, InvitationWay.PRINTED.label)]
        )
        self.fields["way"].choices = ways  # type: ignore[attr-defined] # a ChoiceField
        known = {"ara": "ar", "ar": "ar", "spa": "es", "es": "es", "eng": "en", "en": "en"}
        spoken = next((known[one] for one in person.languages if one in known), "fr")
        self.initial.update({"way": ways[0][0], "language": spoken})
