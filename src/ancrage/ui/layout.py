"""The parts of a form as the page shows them: groups of fields, and what is to be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm, BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields under a heading. A form lists its own in ``sections``."""

    title: str | Promise
    fields: Sequence[str]
    hint: str | Promise = ""


@dataclass(frozen=True, slots=True)
class BoundSection:
    title: str | Promise
    hint: str | Promise
    fields: list[BoundField]


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary. ``target`` is empty for a refusal of the whole form."""

    text: str
    target: str = ""


def bound_sections(form: BaseForm) -> list[BoundSection]:
    """The visible fields by section; those no section names come last, without heading."""
    visible = {field.name: field for field in form.visible_fields()}
    sections: Sequence[Section] = getattr(form, "sections", ())
    groups = [(one, [visible.pop(name) for name in one.fields if name in visible]) for one in sections]
    found = [BoundSection(one.title, one.hint, fields) for one, fields in groups if fields]
    return [*found, BoundSection("", "", list(visible.values()))] if visible else found


def problems(form: BaseForm) -> list[Problem]:
    """Refusals of the whole form first, then each field's errors in the order of the page."""
    if not form.is_bound or not form.errors:
        return []
    whole = [Problem(str(text)) for text in form.non_field_errors()]
    hidden = [Problem(str(text)) for field in form.hidden_fields() for text in field.errors]
    shown = [
        Problem(_named(field, str(text)), getattr(field, "focus_id", field.id_for_label))
        for section in bound_sections(form)
        for field in section.fields
        for text in field.errors
    ]
    return [*whole, *hidden, *shown]


def _named(field: BoundField, text: str) -> str:
    """« Municipalité : choisissez… »; a question keeps its own mark."""
    label = str(field.label)
    if label.endswith("?"):
        return f"{label} {text}"
    return _("%(field)s : %(problem)s") % {"field": label, "problem": text}
