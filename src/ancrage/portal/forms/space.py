"""What is asked in a space."""

from django import forms

from ancrage.portal.forms.door import SpokenForm


class MoveForm(SpokenForm):
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": 300}))
