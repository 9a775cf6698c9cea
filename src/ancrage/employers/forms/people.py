from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.employers.models import Contact, Establishment
from ancrage.territory.forms import MunicipalityField
from ancrage.ui import forms as ui


class EstablishmentForm(ui.ModelForm[Establishment]):
    municipality = MunicipalityField(label=_("Municipalité"))

    class Meta:
        model = Establishment
        fields = ("name", "municipality", "address", "postal_code", "latitude", "longitude", "is_main")


class ContactForm(ui.ModelForm[Contact]):
    phone = ui.PhoneField(label=_("Téléphone"), required=False)

    class Meta:
        model = Contact
        fields = ("name", "title", "phone", "email", "is_main")
        labels = {"title": _("Fonction")}


class AssignForm(ui.Form):
    """Who follows the employer: anyone whose role lets them, in its region."""

    adviser = forms.ChoiceField(label=_("Suivi par"), required=False)

    def __init__(self, *args: object, advisers: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].choices = [("", _("Personne encore")), *advisers]  # type: ignore[attr-defined] # a choice field
