"""How any form of the site is drawn, those of libraries included (``settings.FORM_RENDERER``)."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from ancrage.ui.forms.written import written_choices, written_input, written_select

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)
_WRITTEN = {
    forms.Select.template_name: written_select,
    forms.RadioSelect.template_name: written_choices,
    forms.CheckboxSelectMultiple.template_name: written_choices,
    **{
        kind.template_name: written_input
        for kind in (forms.TextInput, forms.EmailInput, forms.NumberInput, forms.URLInput, forms.HiddenInput)
    },
}


class BoundField(forms.BoundField):
    """A field with the classes, the template and the words the design gives it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if not widget.is_hidden:
            own = "qc-choicefield" if isinstance(widget, _CHOICES) else "an-input"
            built["class"] = f"{own} {widget.attrs.get('class', '')}".strip()
        return built

    @property
    def template_name(self) -> str:
        if own := getattr(self.field, "template_name", None):
            return str(own)
        if isinstance(self.field.widget, forms.CheckboxInput):
            return "ui/forms/checkbox.html"
        return "ui/forms/fieldset.html" if self.use_fieldset else "ui/forms/field.html"

    @property
    def frame(self) -> str:
        """The class of the frame around the field."""
        return "an-field is-invalid" if self.errors else "an-field"

    @property
    def is_optional(self) -> bool:
        """Whether « (facultatif) » is to be said."""
        return not self.field.required and not self.field.disabled and getattr(self.form, "marks_optional", True)

    @property
    def focus_id(self) -> str:
        """The id of the first control, where the error summary leads."""
        first = isinstance(self.field.widget, forms.MultiWidget | forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"{self.auto_id}_0" if first else self.id_for_label


class FormRenderer(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if write := _WRITTEN.get(template_name):
            return write(context["widget"])
        return super().render(template_name, context, request)
