from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.newcomers.forms.cases import ReachFilters
from ancrage.newcomers.queries.overdue import Late


class OverdueFilters(ReachFilters):
    kind = forms.ChoiceField(label=_("Genre"), required=False, choices=[("", _("Tous")), *Late.choices])

    field_order = ("q", "kind")
