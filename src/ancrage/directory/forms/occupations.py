"""An occupation, typed as people call it and picked among those that answer; the same without JavaScript."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models import Occupation
from ancrage.directory.queries.occupations import Found, find

LONGEST: Final = 120


@dataclass(frozen=True)
class Typed:
    """What a form sends: ``code``, picked among what answered ``asked``; ``text``, as typed by now."""

    code: str = ""
    text: str = ""
    asked: str = ""
    searches: bool = False

    @property
    def is_picked(self) -> bool:
        """Whether what is picked answers what is typed."""
        return bool(self.code) and self.text == self.asked


class OccupationWidget(forms.Widget):
    """A text, a button that looks for it, and the occupations found as radios; while typing, they come by themselves."""

    template_name = "directory/occupation_widget.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:  # noqa: ANN401, ARG002 - Django's
        text, asked = (data.get(f"{name}_{part}", "")[:LONGEST].strip() for part in ("text", "asked"))
        return Typed(data.get(name, ""), text, asked, searches=f"{name}_search" in data)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_text"

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ANN401, ARG002 - Django's
        return f"{name}_text" not in data and name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        typed = value if isinstance(value, Typed) else _chosen(value)
        context = super().get_context(name, None, attrs)
        return context | {
            "name": name,
            "text": typed.text,
            "asked": typed.text,
            "code": typed.code,
            "found": _found(typed),
            "source": f"{reverse('directory:occupations')}?name={name}",
        }


def _chosen(value: Occupation | str | None) -> Typed:
    """What a form begins with: an occupation, its code, or nothing."""
    code = value.code if isinstance(value, Occupation) else str(value or "")
    known = value if isinstance(value, Occupation) else Occupation.objects.coded(code)
    return Typed(code, known.title, known.title) if known else Typed()


def _found(typed: Typed) -> list[Found]:
    """What answers, and what was picked before it all the same."""
    found = find(typed.text) if typed.text else []
    if typed.is_picked and typed.code not in {one.code for one in found}:
        picked = Occupation.objects.coded(typed.code)
        return [*([Found(picked.code, picked.title_fr, picked.title_en, picked.title, "")] if picked else []), *found]
    return found


class OccupationField(forms.Field):
    """The value is the occupation, or None when it may stay without answer."""

    widget = OccupationWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "pick": _("Choisissez l’une des professions trouvées."),
        "unknown": _("Aucune profession ne répond à ces mots. Essayez-en un autre."),
    }

    def clean(self, value: Any) -> Occupation | None:  # noqa: ANN401 - Django's
        typed = value if isinstance(value, Typed) else _chosen(value)
        if typed.is_picked or (typed.code and not typed.text):
            if known := Occupation.objects.current().coded(typed.code):
                return known
            raise ValidationError(self.error_messages["pick"], code="pick")
        if typed.text:
            code = "pick" if find(typed.text, limit=1) else "unknown"
            raise ValidationError(self.error_messages[code], code=code)
        self.validate("")
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 - Django's
        return _chosen(initial).code != (data.code if isinstance(data, Typed) else "")
