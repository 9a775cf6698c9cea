from django import forms

from ancrage.newcomers.forms.cases import ReachFilters
from ancrage.newcomers.queries.overdue import Late


class OverdueFilters(ReachFilters):
    """``kind`` is chosen above, and kept here."""

    kind = forms.ChoiceField(required=False, choices=[("", ""), *Late.choices], widget=forms.HiddenInput)
