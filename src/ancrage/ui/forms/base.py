"""The forms every context starts from."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final, TypeVar

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from ancrage.core.errors import Refused
from ancrage.ui.layout import Section
from ancrage.ui.resubmission import MARK

_LONGEST_TEXT: Final = 20_000
_LARGEST_INTEGER: Final = 2_147_483_647
_Messages = Mapping[str, Any]

# Our words where Django's are stiff; a message given to the field itself is left alone.
_WORDS: Final[tuple[tuple[type[forms.Field], _Messages], ...]] = (
    (
        forms.Field,
        {
            "required": _("Ce renseignement est demandé."),
            "max_length": _("Écrivez au plus %(limit_value)d caractères (il y en a %(show_value)d)."),
            "null_characters_not_allowed": _(
                "Ce texte contient un caractère invisible qui ne peut pas être gardé. Récrivez-le."
            ),
            "max_value": _("Écrivez au plus %(limit_value)s."),
            "min_value": _("Écrivez au moins %(limit_value)s."),
        },
    ),
    (forms.BooleanField, {"required": _("Cochez cette case pour continuer.")}),
    (forms.EmailField, {"invalid": _("Écrivez une adresse complète, comme nom@exemple.ca.")}),
    (forms.IntegerField, {"invalid": _("Écrivez un nombre entier, en chiffres.")}),
    (forms.DecimalField, {"invalid": _("Écrivez un nombre, en chiffres.")}),
    (
        forms.ChoiceField,
        {"required": _("Choisissez une réponse."), "invalid_choice": _("Choisissez une réponse de la liste.")},
    ),
    (
        forms.ModelChoiceField,
        {"required": _("Choisissez une réponse."), "invalid_choice": _("Choisissez une réponse de la liste.")},
    ),
    (forms.FileField, {"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")}),
)


def prepare(field: forms.Field) -> None:
    """Give a field our words, and a limit where it has none."""
    for kind, words in _WORDS:
        if isinstance(field, kind):
            field.error_messages |= {code: text for code, text in words.items() if _is_stock(field, code)}
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
        field.empty_label = _("Choisir…")
    if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField) and field.max_length is None:
        field.validators.append(MaxLengthValidator(_LONGEST_TEXT))
    if isinstance(field, forms.IntegerField) and field.max_value is None:
        field.validators.append(MaxValueValidator(_LARGEST_INTEGER))


def _is_stock(field: forms.Field, code: str) -> bool:
    """Whether the message is Django's or an earlier one of ours, not one written for this field."""
    message = field.error_messages.get(code)
    if message is None:
        return True
    django = (kind for kind in type(field).__mro__ if kind.__module__.startswith("django."))
    stock = [getattr(kind, "default_error_messages", {}).get(code) for kind in django]
    return any(message is known for known in (*stock, *(words.get(code) for _kind, words in _WORDS)))


class _Ours:
    """What our forms share: no browser bubbles, our words, sections, and fields that come back."""

    use_required_attribute = False
    marks_optional: ClassVar[bool] = True
    sections: ClassVar[Sequence[Section]] = ()
    fields: dict[str, forms.Field]
    data: Mapping[str, Any]
    is_bound: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            prepare(field)

    @property
    def is_resumed(self) -> bool:
        """Whether the fields came back after a session ended: shown filled, not yet to be saved."""
        return self.is_bound and MARK in self.data

    def refuse(self, refusal: Refused) -> None:
        """Say why an action refused: beside the field it names when the form has it, else on top."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))  # type: ignore[attr-defined] # Django's form

    def is_valid(self) -> bool:
        return super().is_valid() and not self.is_resumed  # type: ignore[misc]


class Form(_Ours, forms.Form):
    """A form. ``sections`` groups its fields; give ``label`` and ``help_text`` in plain words."""


class FilterForm(Form):
    """Filters above a list: all optional, none of them said to be."""

    marks_optional = False


_Row = TypeVar("_Row", bound=Model)


class ModelForm(_Ours, forms.ModelForm[_Row]):
    """A form over a model, for shape and choices only: an action writes, never ``save``."""
