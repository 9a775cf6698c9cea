from collections import Counter
from typing import Any
from uuid import UUID

from ancrage.core.cldr import Option
from ancrage.core.text import fold
from ancrage.territory.models import Municipality
from ancrage.ui import forms as ui


class MunicipalityField(ui.ComboboxField):
    """A municipality of Québec, typed by its name; the value is the row. Two of one name carry their MRC too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(options=self.municipalities, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> "MunicipalityField":
        copy: MunicipalityField = super().__deepcopy__(memo)
        copy.known = None
        copy.options = copy.widget.options = copy.municipalities
        return copy

    known: list[Option] | None = None

    def municipalities(self) -> list[Option]:
        """Read once a form."""
        if self.known is None:
            self.known = list(_labels())
        return self.known

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - a row, where the parent gives its key
        key = super().clean(value)
        return Municipality.objects.get(pk=UUID(key)) if key else None


def _labels() -> list[Option]:
    rows = list(Municipality.objects.in_order().values_list("pk", "name", "designation", "mrc__name"))
    names = Counter(fold(name) for _pk, name, _kind, _mrc in rows)
    pairs = Counter(fold(f"{name} {mrc}") for _pk, name, _kind, mrc in rows)
    labels = []
    for pk, name, kind, mrc in rows:
        label = name if names[fold(name)] == 1 else f"{name}, {mrc}"
        if pairs[fold(f"{name} {mrc}")] > 1:
            label = f"{label} ({kind or pk})"
        labels.append((str(pk), label))
    return labels
