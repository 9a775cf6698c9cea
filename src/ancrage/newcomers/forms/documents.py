from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ancrage.files.kinds import KINDS
from ancrage.newcomers.models import Case
from ancrage.ui import forms as ui

ACCEPTED = ",".join(suffix for kind in KINDS for suffix in kind.suffixes)


class DocumentForm(ui.Form):
    """``cleaned_data`` is what ``add_document`` takes beside the dossier."""

    file = forms.FileField(label=gettext_lazy("Fichier"), widget=forms.FileInput(attrs={"accept": ACCEPTED}))
    title = forms.CharField(
        label=gettext_lazy("Titre"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Ce que c’est : bail, relevé de notes, lettre. Laissé vide, le nom du fichier."),
    )
    is_restricted = forms.BooleanField(
        label=gettext_lazy("Document restreint"),
        required=False,
        help_text=gettext_lazy("Seules les personnes nommées au dossier le verront."),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size = {"size": settings.ANCRAGE_FILE_MAX_MB}
        self.fields["file"].help_text = _("PDF, JPEG ou PNG, %(size)d Mo au plus.") % size
        # Ticked by someone no longer named, it stays for the action to refuse: nothing meant restricted is shared.
        if not case.is_named and "is_restricted" not in self.data:
            del self.fields["is_restricted"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.setdefault("is_restricted", False)
        return cleaned
