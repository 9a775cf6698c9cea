from typing import Any

from django.forms import modelform_factory
from django.utils.translation import gettext_lazy as _

from ancrage.ui.forms import ModelForm
from ancrage.workspace.reference import ReferenceList

LABELS = ("label_fr", "label_en", "label_es", "label_ar")


class EntryForm(ModelForm[Any]):
    """One entry. Spanish and Arabic may wait: French is then shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.code:
            self.fields["code"].disabled = True
        self.fields["code"].help_text = _("Court, sans accent ni espace. Il ne change plus ensuite.")
        self.fields["label_ar"].widget.attrs["dir"] = "rtl"


def entry_form(found: ReferenceList) -> type[ModelForm[Any]]:
    """The form of the entries of one list."""
    fields = ("code", *LABELS, *found.extra, "position")
    taken: Any = {"code": {"unique": _("Un autre choix de la liste porte déjà ce code.")}}
    form: Any = modelform_factory(found.model, form=EntryForm, fields=fields, error_messages=taken)
    return form  # type: ignore[no-any-return] # a class made on the spot
