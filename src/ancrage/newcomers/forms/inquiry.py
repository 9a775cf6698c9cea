from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.models import InquiryKind
from ancrage.ui import forms as ui


class AskForm(ui.Form):
    """A question about a like dossier out of reach; ``hint_pass`` is the sealed slip of the hint."""

    hint_pass = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Que demandez-vous?"),
        choices=InquiryKind.choices,
        widget=ui.Radios(
            hints={
                InquiryKind.TRANSFER: _(
                    "La personne vient ici : l’autre point de services vérifie, puis transfère son dossier."
                ),
                InquiryKind.CHECK: _("L’autre point de services dit seulement si c’est la même personne."),
            }
        ),
    )
    note = forms.CharField(
        label=_("Précision pour l’autre point de services"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(ui.Form):
    is_same_person = ui.YesNoField(label=_("Est-ce la même personne?"))
    text = forms.CharField(
        label=_("Réponse"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("N’écrivez rien du dossier : la personne qui demande n’y a pas accès."),
    )
