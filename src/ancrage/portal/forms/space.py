"""What is asked in a space."""

from typing import Any

from django import forms
from django.conf import settings

from ancrage.newcomers.forms.documents import ACCEPTED
from ancrage.newcomers.models import ContactWay
from ancrage.portal.forms.door import SpokenForm
from ancrage.portal.models import Score, WriteHours
from ancrage.portal.queries.words import SpaceWords
from ancrage.ui import forms as ui


class MoveForm(SpokenForm):
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": 300}))


class AskedForm(SpokenForm):
    """A document that was asked for, checked by its content as every other."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ACCEPTED}))

    def __init__(self, *args: Any, words: SpaceWords, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.fields["file"].help_text = words.filled("hint_file", size=str(settings.ANCRAGE_FILE_MAX_MB))


class GiveForm(AskedForm):
    """Any document: the person may say what it is."""

    document_title = forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))


class NotHeldForm(SpokenForm):
    not_held = forms.CharField(
        max_length=300, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": 300})
    )


class DeviceForm(SpokenForm):
    """A name for the device, and the secret: the one thing that someone who looks on does not have."""

    device_name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))
    secret = forms.CharField(
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "dir": "auto"}),
    )


class ReachForm(SpokenForm):
    """How it is safe to be reached, as the person decides."""

    contact_way = forms.ChoiceField(widget=ui.Radios)
    contact_hours = forms.CharField(required=False, max_length=120, widget=forms.TextInput(attrs={"dir": "auto"}))
    write_hours = forms.ChoiceField(widget=ui.Radios)
    no_message = forms.BooleanField(required=False)
    no_writing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, words: SpaceWords, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        ways = [(way.value, words[f"way_{way.value}"]) for way in ContactWay]
        self.fields["contact_way"].choices = ways  # type: ignore[attr-defined] # a ChoiceField
        hours = [(one.value, words[f"hours_{one.value}"]) for one in WriteHours]
        self.fields["write_hours"].choices = hours  # type: ignore[attr-defined] # a ChoiceField
        for name in ("no_message", "no_writing"):
            self.fields[name].label = words[name]

    def values(self) -> dict[str, Any]:
        """Fields of ``Person``."""
        typed = self.cleaned_data
        return {
            "contact_way": typed["contact_way"],
            "contact_hours": typed["contact_hours"],
            "may_leave_message": not typed["no_message"],
            "may_write": not typed["no_writing"],
        }


class OpinionForm(SpokenForm):
    score = forms.TypedChoiceField(coerce=int, widget=ui.Radios)
    comment = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": 500})
    )

    def __init__(self, *args: Any, words: SpaceWords, **kwargs: Any) -> None:
        super().__init__(*args, words=words, **kwargs)
        self.fields["score"].choices = [(str(one.value), words[f"score_{one.value}"]) for one in Score]  # type: ignore[attr-defined] # a ChoiceField
