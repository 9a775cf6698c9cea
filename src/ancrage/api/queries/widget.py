"""What the widget of other sites shows: needs to choose from, or the best services for what is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language

from ancrage.api.queries.services import full_services
from ancrage.directory.models import NeedDomain
from ancrage.directory.queries import tags
from ancrage.directory.queries.search import Wanted, search
from ancrage.directory.queries.structured import service_address

SHOWN: Final = 8
_ONLY: Final = (tags.ACTIVE, tags.PUBLIC)


@dataclass(frozen=True)
class Line:
    """A service in a few words; ``about``: whose it is, and where."""

    name: str
    address: str
    about: str
    phone: str


def needs() -> list[NeedDomain]:
    """Those that anyone may be asked of."""
    return list(NeedDomain.objects.in_order().filter(is_sensitive=False))


def found(text: str, *, near: str, need: str, at: datetime) -> tuple[list[Line], int]:
    """The best services, and how many there are in all."""
    wanted = Wanted(text=text, where=near, tags=((tags.domain(need),),) if need else ())
    results = search(wanted, at, only=_ONLY)
    ids = results.ids(0, SHOWN)
    told = full_services(ids, english=get_language() == "en")
    return [_line(pk, told[pk]) for pk in ids if pk in told], results.total


def _line(pk: UUID, service: dict[str, Any]) -> Line:
    places = [one["location"] for one in service.get("service_at_locations", ())]
    phones = [*service.get("phones", ()), *_phones(places), *service["organization"].get("phones", ())]
    towns = [address["city"] for place in places for address in place.get("addresses", ()) if address["city"]]
    return Line(
        name=service["name"],
        address=service_address(pk),
        about=", ".join([service["organization"]["name"], *dict.fromkeys(towns)]),
        phone=phones[0]["number"] if phones else "",
    )


def _phones(places: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [phone for place in places for phone in place.get("phones", ())]
