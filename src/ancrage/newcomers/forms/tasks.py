from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.ui import forms as ui


class PersonChoiceField(forms.ModelChoiceField[User]):
    def label_from_instance(self, obj: User) -> str:
        return obj.full_name


class TaskForm(ui.Form):
    text = forms.CharField(label=_("Quoi"), max_length=200)
    due_on = ui.DayField(label=_("Pour le"))
    assigned_to = PersonChoiceField(label=_("À qui"), queryset=User.objects.none())

    def __init__(self, *args: Any, staff: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = staff  # type: ignore[attr-defined] # a ModelChoiceField


class PostponeForm(ui.Form):
    due_on = ui.DayField(label=_("Nouvelle date"))
