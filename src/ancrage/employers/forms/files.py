from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.employers.enums import Experience, Francization, Origin, Sector, Size
from ancrage.employers.models import Employer
from ancrage.territory.forms import MunicipalityField
from ancrage.territory.models import Region
from ancrage.ui import forms as ui
from ancrage.ui.layout import Section


def _choices(kind: type[Any]) -> list[tuple[str, Any]]:
    return [("", _("Inconnu")), *kind.choices]


class NeqField(forms.CharField):
    """Ten digits, typed with or without spaces."""

    def __init__(self) -> None:
        super().__init__(
            label="NEQ",
            required=False,
            max_length=14,
            help_text=_("Dix chiffres, du registre des entreprises du Québec."),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "an-w-sm"}),
        )

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        return "".join(str(super().to_python(value) or "").split())


class _FileForm(ui.Form):
    """What is said of an employer, whether its file is opened or changed."""

    neq = NeqField()
    no_neq_reason = forms.CharField(
        label=_("Sans NEQ, pourquoi"),
        required=False,
        max_length=300,
        help_text=_("Par exemple : producteur agricole non immatriculé, organisme fédéral."),
    )
    name = forms.CharField(label=_("Nom de l’entreprise"), max_length=200)
    other_name = forms.CharField(label=_("Autre nom"), required=False, max_length=120)
    website = forms.URLField(label=_("Site Web"), required=False, assume_scheme="https")
    activity = forms.CharField(label=_("Activité"), required=False, max_length=200)
    sector = forms.ChoiceField(label=_("Secteur"), required=False, choices=_choices(Sector))
    size = forms.ChoiceField(label=_("Taille"), required=False, choices=_choices(Size))
    employees = forms.IntegerField(label=_("Personnes employées"), required=False, min_value=1)
    season = forms.CharField(label=_("Variation selon la saison"), required=False, max_length=200)
    is_unionized = ui.YesNoField(label=_("Syndiquée"), required=False)
    experience = forms.ChoiceField(label=_("Expérience de l’immigration"), required=False, choices=_choices(Experience))
    francization = forms.ChoiceField(label=_("Francisation"), required=False, choices=_choices(Francization))
    origin = forms.ChoiceField(label=_("Origine du contact"), choices=Origin.choices)

    def clean(self) -> dict[str, Any]:
        """The band follows the number of people, when it is said."""
        cleaned = super().clean() or self.cleaned_data
        if people := cleaned.get("employees"):
            cleaned["size"] = Size.of(people)
        return cleaned


_ABOUT = Section(
    _("Ce qu’elle fait"),
    ("activity", "sector", "size", "employees", "season", "is_unionized", "experience", "francization", "origin"),
)


class OpenForm(_FileForm):
    """A file to open. The region is asked of whoever works in several."""

    region = forms.ModelChoiceField(label=_("Région"), queryset=Region.objects.none())
    municipality = MunicipalityField(label=_("Municipalité de l’établissement principal"))
    contact_name = forms.CharField(label=_("Nom"), required=False, max_length=120)
    contact_title = forms.CharField(label=_("Fonction"), required=False, max_length=120)
    contact_phone = ui.PhoneField(label=_("Téléphone"), required=False)
    contact_email = forms.EmailField(label=_("Courriel"), required=False)

    sections = (
        Section(_("L’entreprise"), ("neq", "no_neq_reason", "name", "other_name", "website", "region", "municipality")),
        _ABOUT,
        Section(_("La personne à joindre"), ("contact_name", "contact_title", "contact_phone", "contact_email")),
    )

    def __init__(self, *args: Any, regions: Collection[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_region = next(iter(regions)) if len(regions) == 1 else None
        self.fields["region"].queryset = Region.objects.filter(pk__in=[one.pk for one in regions])  # type: ignore[attr-defined]
        if self.only_region:
            del self.fields["region"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.only_region:
            cleaned["region"] = self.only_region
        reached = [cleaned.get(f"contact_{name}") for name in ("title", "phone", "email")]
        if any(reached) and not cleaned.get("contact_name"):
            self.add_error("contact_name", _("Donnez le nom de la personne à joindre."))
        return cleaned

    def opening(self) -> dict[str, Any]:
        """The parts of an ``Opening``."""
        said = dict(self.cleaned_data)
        contact = {name: said.pop(f"contact_{name}") for name in ("name", "title", "phone", "email")}
        main = {name: said.pop(name) for name in ("region", "name", "municipality", "neq", "no_neq_reason")}
        return main | {"facts": said, "contact": contact}


class ChangeForm(_FileForm):
    sections = (Section(_("L’entreprise"), ("neq", "no_neq_reason", "name", "other_name", "website")), _ABOUT)

    def __init__(self, *args: Any, employer: Employer, **kwargs: Any) -> None:
        body = employer.organization
        held = {"name": body.name, "other_name": body.short_name, "website": body.website}
        columns = {name: getattr(employer, name) for name in self.base_fields if name not in held}
        super().__init__(*args, initial=columns | held, **kwargs)
