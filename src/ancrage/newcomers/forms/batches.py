from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import User, UserQuerySet
from ancrage.ui import forms as ui


class PeopleChoiceField(forms.ModelMultipleChoiceField[User]):
    widget = ui.Checkboxes(inline=True)

    def label_from_instance(self, obj: User) -> str:
        return obj.full_name


class WithAppointmentsField(forms.BooleanField):
    """Whether the meetings go with the dossiers."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Remettre aussi les rendez-vous prévus"),
            required=False,
            initial=True,
            help_text=_("À la même heure, quand la personne est libre. Les autres restent comme ils sont."),
        )


class BatchAssignForm(ui.Form):
    to = PeopleChoiceField(
        label=_("Confier à"),
        queryset=User.objects.none(),
        help_text=_("Cochez plusieurs personnes pour partager les dossiers également."),
    )

    with_appointments = WithAppointmentsField()

    def __init__(self, *args: Any, staff: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = staff  # type: ignore[attr-defined] # a ModelMultipleChoiceField
