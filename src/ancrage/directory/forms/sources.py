from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.directory.exchange.sheet_fields import FIELDS
from ancrage.directory.models import Source, SourceFormat
from ancrage.directory.queries.sheet_headings import Heading
from ancrage.files.uploads import max_megabytes
from ancrage.territory.models import Region
from ancrage.ui import forms as ui

_COLUMN = "colonne_"


class SourceForm(ui.ModelForm[Source]):
    class Meta:
        model = Source
        fields = ("name", "format", "region", "rank", "address", "every_hours", "is_active")
        labels = {"every_hours": _("Heures entre deux lectures")}
        help_texts = {
            "rank": _("Quand deux sources disent autre chose de la même fiche, le plus petit rang est cru."),
            "address": _(
                "https://… ou le nom d’un dossier ouvert par l’exploitant. Vide : un fichier apporté à la main."
            ),
        }

    def __init__(self, *args: Any, regions: "QuerySet[Region]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["format"].choices = [("", _("Choisir…")), *SourceFormat.choices]
        fields["region"].queryset = regions
        if len(kept := regions[:2]) == 1 and self.instance.region_id is None:
            self.initial["region"] = kept[0].pk

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if address.startswith("http://") or (address and "://" in address and not address.startswith("https://")):
            raise forms.ValidationError(_now("Une source se lit par une adresse https://."))
        return address


class FileForm(ui.Form):
    """``cleaned_data`` says how the file is to be read."""

    file = forms.FileField(label=_("Fichier"))
    is_complete = forms.BooleanField(
        label=_("Ce fichier contient tout ce que la source offre"),
        required=False,
        help_text=_("Les services de la source qui n’y sont pas seront dits « N’est plus offert »."),
    )

    def __init__(self, *args: Any, source: Source, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = {"format": source.get_format_display(), "size": max_megabytes()}
        self.fields["file"].help_text = _now("%(format)s, %(size)d Mo au plus.") % told


class ApplyReadingForm(ui.Form):
    takes_proposals = forms.BooleanField(
        label=_("Accepter les corrections proposées"),
        required=False,
        help_text=_("Un code postal où la lettre O est mise pour un zéro, une adresse Web sans https://."),
    )


class SheetColumnsForm(ui.Form):
    """What each column of a spreadsheet holds."""

    marks_optional = False

    def __init__(self, *args: Any, headings: Sequence[Heading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings
        choices = [("", _("Garder sans colonne")), *FIELDS.items()]
        for place, heading in enumerate(self.headings):
            self.fields[f"{_COLUMN}{place}"] = forms.ChoiceField(
                label=heading.title or _now("Colonne %(number)d, sans titre") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=heading.held,
                help_text=heading.values,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken = [name for name in cleaned.values() if name]
        for name in {name for name in taken if taken.count(name) > 1}:
            field = next(field for field, value in cleaned.items() if value == name)
            self.add_error(field, _now("Une autre colonne est déjà « %(name)s ».") % {"name": FIELDS[name]})
        if "name" not in taken or "organization" not in taken:
            self.add_error(None, _now("Choisissez au moins la colonne du nom du service et celle de l’organisme."))
        return cleaned

    def mapping(self) -> dict[str, str]:
        """By heading, what its column holds; an empty one is kept without a column."""
        return {heading.title: self.cleaned_data[f"{_COLUMN}{place}"] for place, heading in enumerate(self.headings)}
