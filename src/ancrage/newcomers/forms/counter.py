from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.forms.fields import LanguageField
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.territory.models import ServicePoint
from ancrage.ui import forms as ui


class EnquiryForm(ui.Form):
    """What is noted of someone who asks and stays unnamed."""

    marks_optional = False

    domain = forms.ChoiceField(label=_("Sujet de la question"))
    language = LanguageField(label=_("Langue de l’échange"))
    service_point = forms.ChoiceField(label=_("Point de services"))

    def __init__(
        self, *args: Any, domains: Sequence[NeedDomain], points: Sequence[ServicePoint], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.domains = {one.code: one for one in domains}
        self.points = {str(one.pk): one for one in points}
        subjects = [("", _("Choisir…")), *((one.code, one.label) for one in domains)]
        self.fields["domain"].choices = subjects  # type: ignore[attr-defined] # a ChoiceField
        if len(points) == 1:
            del self.fields["service_point"]
        else:
            self.fields["service_point"].choices = [  # type: ignore[attr-defined] # a ChoiceField
                (key, one.name) for key, one in self.points.items()
            ]

    def noted(self) -> dict[str, Any]:
        """What the action takes."""
        key = self.cleaned_data.get("service_point") or next(iter(self.points))
        domain = self.domains[self.cleaned_data["domain"]]
        return {"domain": domain, "language": self.cleaned_data["language"], "service_point": self.points[key]}


class NameForm(ui.Form):
    """The dossier of the person, by its number."""

    reference = forms.CharField(
        label=_("Numéro du dossier"), max_length=20, help_text=_("Avec l’accord de la personne. Comme BSL-2021-000123.")
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access

    def clean_reference(self) -> Case:
        typed = self.cleaned_data["reference"].strip().upper()
        cases = Case.objects.visible_to(self.access, Permission.WRITE_CASE).select_related("region")
        if (case := cases.filter(reference=typed).first()) is None:
            raise forms.ValidationError(_now("Aucun dossier à votre portée ne porte ce numéro."))
        return case
