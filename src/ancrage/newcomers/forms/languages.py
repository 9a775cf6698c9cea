from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.forms.fields import LanguageField
from ancrage.newcomers.models import LanguageGround, LevelSource
from ancrage.ui import forms as ui

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_SCALE = {"class": "an-w-xs", "inputmode": "numeric"}


def _level(label: "str | _StrPromise") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=12, required=False, widget=forms.TextInput(attrs=_SCALE)
    )


class LevelForm(ui.Form):
    """Levels on the Québec scale; a skill not assessed stays empty."""

    sections = (
        ui.Section(
            _("Niveaux, de 1 à 12"),
            ("listening", "speaking", "reading", "writing"),
            _("Échelle québécoise des niveaux de compétence en français. Laissez vide ce qui n’est pas évalué."),
        ),
    )
    listening = _level(_("Compréhension orale"))
    speaking = _level(_("Production orale"))
    reading = _level(_("Compréhension écrite"))
    writing = _level(_("Production écrite"))
    source = forms.ChoiceField(
        label=_("Source"), choices=LevelSource.choices, widget=ui.Radios(inline=True), initial=LevelSource.DECLARED
    )
    assessed_on = ui.DayField(label=_("Évalué le"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"assessed_on": today}, **kwargs)


class ServiceLanguageForm(ui.Form):
    language = LanguageField(label=_("Langue"), but_french=True)
    ground = forms.ChoiceField(
        label=_("Motif"),
        choices=LanguageGround.choices,
        initial=LanguageGround.WELCOME,
        widget=ui.Radios(hints={LanguageGround.WELCOME: _("La fin se calcule depuis l’arrivée au Québec.")}),
    )
    attested_on = ui.DayField(label=_("Attesté le"), help_text=_("Jour où la personne l’a attesté."))
    expires_on = ui.DayField(
        label=_("Jusqu’au"),
        required=False,
        help_text=_("Pour un autre motif que l’accueil; vide s’il n’a pas de fin."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"attested_on": today}, **kwargs)
