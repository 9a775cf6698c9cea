"""Where the people served live: the region or some of its MRCs, ticked; some of its municipalities, typed."""

from typing import Final

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ancrage.core.cldr import Option
from ancrage.directory.models import Organization
from ancrage.directory.queries.contents import places_named
from ancrage.directory.queries.items import Content
from ancrage.territory.models import Mrc, Municipality
from ancrage.ui import forms as ui
from ancrage.ui.forms.base import prepare

TOWNS: Final = "areas_towns"
_TOWN: Final = "municipality:"


def area_fields(organization: Organization | None, chosen: list[str]) -> tuple[forms.Field, forms.Field]:
    """The boxes, and the rows of municipalities. What is ``chosen`` stays offered, wherever it is."""
    boxes = forms.MultipleChoiceField(
        choices=_with(_wide(organization), [key for key in chosen if not key.startswith(_TOWN)]),
        required=False,
        widget=ui.Checkboxes(inline=True),
    )
    options = _with(_towns(organization), [key for key in chosen if key.startswith(_TOWN)])
    town = ui.ComboboxField(options=lambda: options)
    prepare(town)
    rows = ui.RowsField(
        columns=(ui.Column("town", _("Municipalité"), lambda: town),),
        label=_("Municipalités servies"),
        help_text=_("Quand le service n’est pas offert dans toute une MRC."),
        required=False,
    )
    return boxes, rows


def split(content: Content) -> Content:
    """The same content, its municipalities apart, as the form asks for them."""
    if "areas" not in content:
        return content
    towns = [key for key in content["areas"] if key.startswith(_TOWN)]
    wide = [key for key in content["areas"] if key not in towns]
    return content | {"areas": wide, TOWNS: [{"id": "", "town": key} for key in towns]}


def joined(values: Content) -> Content:
    """What was typed of both, as contents are kept."""
    towns = {row["town"] for row in values.pop(TOWNS, [])}
    return values | {"areas": sorted(towns.union(values["areas"]))} if "areas" in values else values


def _wide(organization: Organization | None) -> list[Option]:
    if organization is None:
        return []
    region = organization.region
    mrcs = [(f"mrc:{one.pk}", one.name) for one in Mrc.objects.filter(region=region).in_order()]
    return [(f"region:{region.pk}", _now("Toute la région")), *mrcs]


def _towns(organization: Organization | None) -> list[Option]:
    """Those of the region; two of one name carry their MRC."""
    if organization is None:
        return []
    rows = list(Municipality.objects.filter(mrc__region=organization.region_id).select_related("mrc").in_order())
    names = [one.name for one in rows]
    return [
        (f"{_TOWN}{one.pk}", one.name if names.count(one.name) == 1 else f"{one.name}, {one.mrc.name}") for one in rows
    ]


def _with(offered: list[Option], chosen: list[str]) -> list[Option]:
    known = {key for key, _label in offered}
    return [*offered, *((key, name) for key, name in places_named(chosen).items() if key not in known)]
