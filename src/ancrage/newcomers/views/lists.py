"""What lists do alike: columns and filters that come back, views under a name, an address that is shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from ancrage.accounts.http import Request
from ancrage.core import today
from ancrage.core.paging import AFTER, BEFORE
from ancrage.newcomers.forms.cases import ReachFilters
from ancrage.newcomers.forms.lists import ColumnsForm, kept_of
from ancrage.newcomers.models import Listed
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.cases import Filters
from ancrage.newcomers.queries.columns import Column, picked
from ancrage.newcomers.queries.saved_views import saved_views_of

FILTERS = "filtres"
"""Asks for the filters of a list that is most often opened without them."""
ALL = "tous"
"""Asks for the list without any filter: an address with nothing comes back to the last ones."""

Form = TypeVar("Form", bound=ReachFilters)


@dataclass(frozen=True)
class Listing:
    """One list. ``start`` is what it filters by the first time."""

    listed: Listed
    page: str
    columns: Mapping[str, Column]
    usual: tuple[str, ...]
    start: str = ""

    @property
    def cookie(self) -> str:
        return f"ancrage_{self.listed}"

    def last(self, request: Request) -> HttpResponseRedirect:
        """To the filters last used here; the cookie holds no name."""
        kept = QueryDict(request.COOKIES.get(self.cookie, self.start))
        return redirect(f"{reverse(self.page)}?{kept.urlencode() or ALL}")

    def form(self, request: Request, form: type[Form], *apart: str) -> Form | None:
        """The filters, when they are asked for or in use; ``apart``, those that the page offers by itself."""
        asked = ({FILTERS, *form.base_fields} - set(apart)) & set(request.GET)
        return form(request.GET, access=request.access, day=today()) if asked else None

    def settled(self, request: Request, filters: Filters) -> HttpResponseRedirect | None:
        """To the address that holds a key where the name of an agent was typed: one to share, and to come back to."""
        agent = filters.get("agent", "")
        if str(agent) in ("", request.GET.get("agent")):
            return None
        asked = request.GET.copy()
        asked["agent"] = str(agent)
        return redirect(f"{reverse(self.page)}?{asked.urlencode()}")

    def chosen(self, request: Request) -> list[Column]:
        """The columns of the address, else those last chosen here."""
        return picked(self.columns, self.usual, request.GET.getlist("col") or self._kept_columns(request))

    def around(self, request: Request, columns: list[Column]) -> dict[str, Any]:
        """What leads elsewhere with the filters and columns of the list: ``asked`` its address, ``view`` without a name."""
        asked = request.GET.copy()
        for name in (AFTER, BEFORE):
            asked.pop(name, None)
        asked.setlist("col", [column.code for column in columns])
        return {
            "asked": asked.urlencode(),
            "view": kept_of(asked),
            "views": saved_views_of(user=request.user, listed=self.listed),
            "listed": self.listed,
            "typed": asked.get("q", ""),
            "columns": columns,
            "columns_form": ColumnsForm({"col": asked.getlist("col")}, columns=self.columns),
        }

    def remember(self, request: Request, response: HttpResponse) -> HttpResponse:
        kept = QueryDict(kept_of(request.GET), mutable=True)
        if "col" not in kept and (columns := self._kept_columns(request)):
            kept.setlist("col", columns)
        response.set_cookie(self.cookie, kept.urlencode(), secure=request.is_secure(), httponly=True, samesite="Lax")
        return response

    def _kept_columns(self, request: Request) -> list[str]:
        return QueryDict(request.COOKIES.get(self.cookie, "")).getlist("col")


def may(request: Request) -> dict[str, bool]:
    """What the reader may do from a list of dossiers."""
    return {
        "can_open": request.access.can(Permission.OPEN_CASE),
        "can_write": request.access.can(Permission.WRITE_CASE),
        "can_assign": request.access.can(Permission.ASSIGN),
    }
