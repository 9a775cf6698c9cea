"""What a file says, judged property by property; each fault with its place and, when it is obvious, what is right."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core.core_schema import list_schema, typed_dict_field, typed_dict_schema

from ancrage.directory.exchange.items import PLACE, Fault, Item, within
from ancrage.directory.exchange.specs import NEEDED, REQUIRED, props_of
from ancrage.directory.shapes import SHAPES

# From what holds nothing to what holds all: a model is built of those before it.
_ORDER: Final = (
    *("metadata", "language", "phone", "contact", "schedule", "address", "accessibility", "cost_option"),
    *("required_document", "funding", "service_area", "organization_identifier", "taxonomy", "taxonomy_term"),
    *("attribute", "program", "location", "service_at_location", "organization", "service"),
)
# One object within another, beside the arrays that ``shapes`` knows.
_WITHIN: Final[Mapping[str, Mapping[str, str]]] = {
    "service": {"organization": "organization", "program": "program"},
    "service_at_location": {"location": "location"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
}
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "organization": ("parent_organization_id",),
    "taxonomy_term": ("parent_id", "taxonomy_id"),
    "attribute": ("taxonomy_term_id",),
    "metadata": ("resource_id",),
}
STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")
_POSTAL: Final = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] ?\d[ABCEGHJ-NPRSTV-Z]\d\Z")
_CANADA: Final = frozenset({"", "CA", "CAN", "CANADA"})
_DIGITS: Final = str.maketrans("OIL", "011")
_LETTERS: Final = str.maketrans("01", "OI")
_MOST_TOLD: Final = 20
"""Faults told of one record: the first ones say enough."""


# Keys are words; some write them as numbers.
Key = Annotated[str, Field(min_length=1, max_length=200, coerce_numbers_to_str=True)]
Checked = Mapping[str, Any]


@cache
def _kinds(*, strict: bool) -> Mapping[str, SchemaValidator]:
    """By object, what it must be like. ``strict``: all that HSDS asks for is asked for."""
    made: dict[str, CoreSchema] = {}
    for name in _ORDER:
        shape = SHAPES[name]
        types: dict[str, Any] = {prop.name: prop.type for prop in props_of(name)}
        types |= dict.fromkeys([*shape.owners, *_KEYS.get(name, ())], Key) | {"id": Key}
        if name == "service":
            types["status"] = Literal[STATUSES]
        kinds: dict[str, CoreSchema] = {prop: TypeAdapter(kind).core_schema for prop, kind in types.items()}
        kinds |= {prop: list_schema(made[child]) for prop, child in shape.children.items() if child in made}
        kinds |= {prop: made[held] for prop, held in _WITHIN.get(name, {}).items()}
        if name in {"service", "organization", "location"}:
            kinds["metadata"] = list_schema(made["metadata"])
        wanted = {"id", *(REQUIRED if strict else NEEDED).get(name, ())}
        fields = {prop: typed_dict_field(kind, required=prop in wanted) for prop, kind in kinds.items()}
        made[name] = typed_dict_schema(fields, extra_behavior="allow")
    return {name: SchemaValidator(kind) for name, kind in made.items()}


def check(item: Item, *, strict: bool) -> Checked | list[Fault]:
    """The record as it may be kept, or what is wrong with it."""
    try:
        checked: Checked = _kinds(strict=strict)[item.kind].validate_python(item.data)
    except ValidationError as error:
        return [*item.faults, *_faults(item, error), *_postal_faults_if_any(item)]
    faults = [*item.faults, *_postal_faults(item)]
    return faults or checked


def _faults(item: Item, error: ValidationError) -> Iterable[Fault]:
    for one in error.errors(include_url=False)[:_MOST_TOLD]:
        proposal = (one.get("ctx") or {}).get("proposal")
        yield Fault(place_in(item, one["loc"]), _words(dict(one)), proposal)


def place_in(item: Item, path: Sequence[str | int]) -> str:
    """Where ``path`` leads: the nearest object that says its place, then the way from there."""
    here, place, tail = item.data, item.place, ""
    for step in path:
        tail += f"[{step}]" if isinstance(step, int) else f".{step}"
        try:
            here = here[step]  # type: ignore[index] # a list, by number
        except (KeyError, IndexError, TypeError):
            here = {}
        if isinstance(here, Mapping) and PLACE in here:
            place, tail = here[PLACE], ""
    return within(place, tail.lstrip("."))


def _words(error: Mapping[str, Any]) -> str:
    kind, given = error["type"], error["input"]
    if given is None and kind != "missing":
        return _("« null » n’est pas permis : une propriété vide s’omet.")
    if kind == "literal_error":
        return _("%(given)s n’est pas une valeur connue. Valeurs : %(known)s.") % {
            "given": _shown(given),
            "known": str(error["ctx"]["expected"]).replace(" or ", ", "),
        }
    if kind in {"too_long", "string_too_long"}:
        return _("Trop long : %(most)d caractères au plus.") % {"most": error["ctx"]["max_length"]}
    if kind == "form":
        kind = error["ctx"]["kind"]
    words = _words_of().get(kind) or _("Cette valeur n’est pas de la bonne sorte : %(given)s.")
    return words % {"given": _shown(given)} if "%" in words else words


def _shown(given: object) -> str:
    text = str(given)
    return f"« {text if len(text) <= 60 else text[:60] + '…'} »"


def _words_of() -> dict[str, str]:
    text, number = _("Un texte est attendu, et non %(given)s."), _("Un nombre est attendu, et non %(given)s.")
    return {
        "missing": _("Cette propriété est obligatoire."),
        "string_too_short": _("Cette propriété ne peut pas être vide."),
        "string_type": text,
        "float_type": number,
        "float_parsing": number,
        "range": _("Ce nombre est trop grand, ou négatif : %(given)s."),
        "list_type": _("Une liste est attendue, et non %(given)s."),
        "dict_type": _("Un objet est attendu, et non %(given)s."),
        "day": _("Une date est attendue, comme 2026-03-31, et non %(given)s."),
        "moment": _("Une date et une heure sont attendues, comme 2026-03-31T10:00:00Z, et non %(given)s."),
        "hour": _("Une heure est attendue, comme 08:30, et non %(given)s."),
        "url": _("Une adresse Web commence par http:// ou https:// : %(given)s."),
        "email": _("Ce n’est pas une adresse de courriel : %(given)s."),
    }


def _postal_faults_if_any(item: Item) -> list[Fault]:
    """Of a record that may be anything."""
    try:
        return list(_postal_faults(item))
    except (AttributeError, KeyError, TypeError):
        return []


def _postal_faults(item: Item) -> Iterable[Fault]:
    for path, address in _addresses(item):
        code, country = address.get("postal_code"), str(address.get("country") or "").upper()
        if not isinstance(code, str) or not code.strip() or country not in _CANADA:
            continue
        if not country and str(address.get("state_province") or "").upper() not in {"", "QC"}:
            continue
        if not _POSTAL.match(code.strip().upper().replace("-", " ")):
            right = corrected_postal(code)
            message = _("%(given)s n’est pas un code postal canadien.") % {"given": _shown(code)}
            yield Fault(place_in(item, (*path, "postal_code")), message, right)


def corrected_postal(code: str) -> str | None:
    """« GOJ 1JO » is « G0J 1J0 »: letters and digits that look alike put back in their places."""
    bare = re.sub(r"[^A-Z0-9]", "", code.upper())
    if len(bare) != 6:
        return None
    right = "".join(one.translate(_DIGITS) if place % 2 else one.translate(_LETTERS) for place, one in enumerate(bare))
    whole = f"{right[:3]} {right[3:]}"
    return whole if _POSTAL.match(whole) else None


def _addresses(item: Item) -> Iterable[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """The addresses anywhere in a record that was found right."""
    data = item.data
    if item.kind == "location":
        yield from _of_place((), data)
    if item.kind == "service_at_location" and "location" in data:
        yield from _of_place(("location",), data["location"])
    for place, one in enumerate(data.get("locations") or ()):
        yield from _of_place(("locations", place), one)
    for place, one in enumerate(data.get("service_at_locations") or ()):
        if "location" in one:
            yield from _of_place(("service_at_locations", place, "location"), one["location"])


def _of_place(
    path: tuple[str | int, ...], location: Mapping[str, Any]
) -> Iterable[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    for place, one in enumerate(location.get("addresses") or ()):
        yield (*path, "addresses", place), one


def corrected(item: Item, strict: bool) -> Item | None:  # noqa: FBT001 - as ``check``
    """The same record with all that is proposed put in the place of what is wrong; None when something has none."""
    kind = _kinds(strict=strict)[item.kind]
    data = _copied(item.data)
    for _round in range(3):
        wrong = _wrong_paths(Item(item.kind, item.place, data), kind)
        if not wrong:
            return Item(item.kind, item.place, data)
        for path, proposal in wrong:
            if proposal is None:
                return None
            _put(data, path, proposal)
    return None


def _wrong_paths(item: Item, kind: SchemaValidator) -> list[tuple[Sequence[str | int], str | None]]:
    try:
        kind.validate_python(item.data)
    except ValidationError as error:
        return [(one["loc"], (one.get("ctx") or {}).get("proposal")) for one in error.errors(include_url=False)]
    return [
        ((*path, "postal_code"), corrected_postal(str(address["postal_code"])))
        for path, address in _addresses(item)
        if list(_postal_faults(Item("location", "", {"addresses": [address]})))
    ]


def _copied(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def _put(data: Any, path: Sequence[str | int], value: str) -> None:  # noqa: ANN401 - JSON
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value
