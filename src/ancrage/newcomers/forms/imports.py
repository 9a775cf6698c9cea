from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from ancrage.files.extents import MOST_ROWS
from ancrage.files.kinds import SHEETS
from ancrage.files.uploads import max_megabytes
from ancrage.newcomers.forms.person import NAMES
from ancrage.newcomers.forms.rows import Doubt
from ancrage.newcomers.models import DoubleChoice, PersonImport
from ancrage.newcomers.queries.import_changes import Change
from ancrage.newcomers.queries.import_columns import COLUMNS
from ancrage.newcomers.queries.import_tabs import MeasuredTab
from ancrage.newcomers.queries.imports import label_of
from ancrage.newcomers.queries.whole_names import PARTS, WHOLE, parted
from ancrage.territory.models import ServicePoint
from ancrage.ui import forms as ui
from ancrage.ui.formats import number

_ACCEPTED = ",".join(suffix for kind in SHEETS for suffix in kind.suffixes)
_DOUBT = gettext_noop(
    "Cette colonne ne ressemble pas à « %(name)s » : %(wrong)d cellules sur %(told)d ne se lisent pas, "
    "comme « %(example)s ». Les colonnes sont peut-être décalées."
)
_COLUMN = "colonne_"
_SEEN = 3
_LONGEST = 60


class UploadForm(ui.Form):
    """``cleaned_data`` is what ``receive`` takes."""

    file = forms.FileField(label=_("Fichier"), widget=forms.FileInput(attrs={"accept": _ACCEPTED}))
    service_point = forms.ModelChoiceField(
        label=_("Point de services qui suivra ces personnes"), queryset=ServicePoint.objects.none()
    )

    def __init__(self, *args: Any, points: Any, **kwargs: Any) -> None:  # noqa: ANN401 - a queryset
        super().__init__(*args, **kwargs)
        self.fields["service_point"].queryset = points  # type: ignore[attr-defined] # a ModelChoiceField
        own = list(points[:2])
        if len(own) == 1:
            self.fields["service_point"].initial = own[0].pk
        self.fields["file"].help_text = _now(
            "CSV, XLSX ou ODS, %(size)d Mo et %(rows)s lignes au plus. La première ligne nomme les colonnes."
        ) % {"size": max_megabytes(), "rows": number(MOST_ROWS)}


class TabForm(ui.Form):
    """Which sheet of a workbook is the list. ``cleaned_data`` is what ``choose_tab`` takes."""

    marks_optional = False

    tab = forms.TypedChoiceField(
        label=_("Feuille à lire"),
        coerce=int,
        help_text=_("Ce classeur a plus d’une feuille. Une autre feuille s’importe en renvoyant le même fichier."),
    )

    def __init__(self, *args: Any, sheet: PersonImport, **kwargs: Any) -> None:
        super().__init__(*args, initial={"tab": sheet.tab}, **kwargs)
        self.fields["tab"].choices = [(one["place"], _tab(one)) for one in sheet.tabs]  # type: ignore[attr-defined] # a ChoiceField


class ColumnsForm(ui.Form):
    """What each column holds. Doubts are told, then accepted by ticking a box."""

    marks_optional = False

    is_sure = forms.BooleanField(label=_("J’ai vérifié : ce sont les bonnes colonnes"), required=False)

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        samples: Sequence[Sequence[str]],
        columns: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Ne pas importer")), *((name, label_of(name)) for name in COLUMNS)]
        held = {place: name for name, place in columns.items()}
        is_sure = self.fields.pop("is_sure")
        # Offered once there is something to be sure of.
        for place, heading in enumerate(headings):
            self.fields[f"{_COLUMN}{place}"] = forms.ChoiceField(
                label=heading or _("Colonne %(number)d, sans titre") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=held.get(place, ""),
                help_text=_sample(samples, place, held.get(place, "")),
            )
        if self.is_bound:
            self.fields["is_sure"] = is_sure

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: set[str] = set()
        for field, name in list(cleaned.items()):
            if field.startswith(_COLUMN) and name:
                if name in taken:
                    self.add_error(field, _now("Une autre colonne est déjà « %(name)s ».") % {"name": label_of(name)})
                taken.add(name)
        whole = [name for name in WHOLE if name in taken]
        if len(whole) > 1 or (whole and taken & set(PARTS)):
            self.add_error(self.field_of(whole[0]), _now("Une autre colonne dit déjà le nom."))
        if not taken & {*NAMES, *WHOLE}:
            self.add_error(None, _now("Choisissez au moins la colonne des noms ou celle des prénoms."))
        return cleaned

    def columns(self) -> dict[str, int]:
        chosen = {name: int(field.removeprefix(_COLUMN)) for field, name in self._chosen()}
        return {name: chosen[name] for name in COLUMNS if name in chosen}

    def field_of(self, name: str) -> str:
        """The field of the form in which ``name`` was chosen, refused since or not."""
        return next(field for field in self.fields if field.startswith(_COLUMN) and self.data.get(field) == name)

    def tell(self, doubts: Iterable[Doubt]) -> None:
        for one in doubts:
            words = {"wrong": one.wrong, "told": one.told, "name": label_of(one.name)}
            self.add_error(self.field_of(one.name), _now(_DOUBT) % (words | {"example": one.example[:_LONGEST]}))

    def _chosen(self) -> Iterable[tuple[str, str]]:
        return ((field, name) for field, name in self.cleaned_data.items() if field.startswith(_COLUMN) and name)


class ApplyForm(ui.Form):
    """What becomes of the probable doubles for which nothing was chosen one by one."""

    marks_optional = False

    otherwise = forms.ChoiceField(
        label=_("Doublons probables pour lesquels rien n’est choisi"), widget=ui.Radios, initial=DoubleChoice.SKIP
    )
    fields_to_write = forms.MultipleChoiceField(
        label=_("Renseignements à mettre à jour"), required=False, widget=ui.Checkboxes(inline=True)
    )

    def __init__(self, *args: Any, names: Iterable[str], may_update: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [
            (value, label) for value, label in DoubleChoice.choices if may_update or value != DoubleChoice.UPDATE
        ]
        self.fields["otherwise"].choices = offered  # type: ignore[attr-defined] # a ChoiceField
        if may_update:
            choices = [(name, label_of(name)) for name in names]
            self.fields["fields_to_write"].choices = choices  # type: ignore[attr-defined] # idem
        else:
            del self.fields["fields_to_write"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("otherwise") == DoubleChoice.UPDATE and not cleaned.get("fields_to_write"):
            self.add_error("fields_to_write", _now("Choisissez ce qui se met à jour."))
        return cleaned


class RowForm(ui.Form):
    """What becomes of one probable double. ``cleaned_data`` is what ``choose`` takes."""

    marks_optional = False

    choice = forms.ChoiceField(label=_("Que faire de cette ligne?"), widget=ui.Radios)
    fields_to_write = forms.MultipleChoiceField(
        label=_("Renseignements à mettre à jour"), required=False, widget=ui.Checkboxes
    )

    def __init__(self, *args: Any, changes: Sequence[Change], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, label) for value, label in DoubleChoice.choices if changes or value != DoubleChoice.UPDATE]
        self.fields["choice"].choices = offered  # type: ignore[attr-defined] # a ChoiceField
        words = [(one.name, f"{one.label} : {one.now} → {one.then}") for one in changes]
        self.fields["fields_to_write"].choices = words  # type: ignore[attr-defined] # idem
        if not changes:
            del self.fields["fields_to_write"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("choice") == DoubleChoice.UPDATE and not cleaned.get("fields_to_write"):
            self.add_error("fields_to_write", _now("Choisissez ce qui se met à jour."))
        return cleaned


def _tab(tab: MeasuredTab) -> str:
    told = ", ".join(filter(None, tab["headings"]))
    return f"{tab['name']} ({told if len(told) <= _LONGEST else told[:_LONGEST] + '…'})"


def _sample(samples: Sequence[Sequence[str]], place: int, name: str) -> str:
    """The first values met, so that one sees what the column holds; of whole names, how each would be parted."""
    met = list(dict.fromkeys(row[place] for row in samples if place < len(row) and row[place]))[:_SEEN]
    if name in WHOLE:
        met = [_now("%(text)s → %(parts)s") % {"text": text, "parts": _parts(text, name)} for text in met]
    return " · ".join(one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…" for one in met) or _now("Colonne vide")


def _parts(text: str, kind: str) -> str:
    parts = parted(text, kind)
    return ", ".join(filter(None, reversed(parts))) if parts else _now("à préciser")
