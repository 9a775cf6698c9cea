"""The door of every page: who may open it, and whether it writes.

A reading page::

    @page(permission=Permission.READ_DIRECTORY)
    def services(request: Request) -> HttpResponse: ...

A writing page: on POST it may write; on GET it may only SELECT, as any page::

    @page(permission=Permission.EDIT_DIRECTORY, writes=True)
    def edit(request: Request, pk: UUID) -> HttpResponse: ...

A page that shows a dossier names the verb of its one entry in the register, and says what it showed::

    @page(permission=Permission.READ_CASE, consults="newcomers.case.consulted")
    def case(request: Request, pk: UUID) -> HttpResponse:
        case = get_object_or_404(Case.objects.visible_to(request.access), pk=pk)
        request.consult(case, about=[case.person_id], region=case.region.code)
        return render(...)

``request.consult`` is called once by whatever answers 200, with ``None`` when nothing was shown after all
(an empty search). The entry is written after the view and before the answer leaves; when it cannot be
written, the page is refused. A list passes what lists it (or ``request.user``) and the ids shown in ``about``.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from ancrage.accounts.readonly import only_select
from ancrage.audit.actions import record
from ancrage.core import now

log = structlog.get_logger(__name__)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class PageSpec:
    """What a page declared; every view of the URL table carries one as ``view.page``."""

    permission: StrEnum | None
    writes: bool
    consults: str | None
    public: bool


class View(Protocol):
    def __call__(
        self, request: Any, /, *args: Any, **kwargs: Any
    ) -> HttpResponseBase: ...


@dataclass
class _Consultation:
    """What the view says it showed."""

    noted: bool = False
    on: Model | None = None
    about: list[UUID] = field(default_factory=list)
    region: str = ""

    def __call__(
        self, on: Model | None, *, about: Iterable[UUID] = (), region: str = ""
    ) -> None:
        if self.noted:
            raise RuntimeError("request.consult is called once a page")
        self.noted, self.on, self.about, self.region = True, on, list(about), region


def page(
    *,
    permission: StrEnum | None,
    writes: bool = False,
    consults: str | None = None,
    public: bool = False,
) -> Callable[[View], View]:
    """Declare who may open a page and whether it writes. Without the capability, the page does not exist (404).

    :param permission: the capability needed somewhere; ``None`` opens it to whoever is signed in.
        Loading through scope (``visible_to``) stays the view's work.
    :param writes: lets a POST write. GET never does.
    :param consults: verb of the consultation entry, ending in ``.consulted``.
    :param public: no sign-in needed.
    """
    if public and permission is not None:
        raise ValueError("a public page asks for no capability")
    spec = PageSpec(permission, writes, consults, public)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if permission is not None and not request.access.can(permission):
                raise Http404
            return _answer(spec, view, request, args, kwargs)

        guarded.page = spec  # type: ignore[attr-defined] # read by the tests and by the URL × role table
        return login_not_required(guarded) if public else guarded

    return declare


def _answer(
    spec: PageSpec, view: View, request: Any, args: Any, kwargs: Any
) -> HttpResponseBase:
    consultation = request.consult = _Consultation()
    may_write = spec.writes and request.method not in SAFE_METHODS
    with nullcontext() if may_write else only_select():
        response = view(request, *args, **kwargs)
    if not spec.public:
        response.headers.setdefault("Cache-Control", "no-store, private")
    if spec.consults is None or (
        response.status_code != HttpResponse.status_code and not consultation.noted
    ):
        return response
    if not consultation.noted:
        raise RuntimeError(f"{spec.consults}: the view said nothing of what it showed")
    return _entered(spec.consults, consultation, request, response)


def _entered(
    verb: str,
    consultation: _Consultation,
    request: HttpRequest,
    response: HttpResponseBase,
) -> HttpResponseBase:
    """``response``, once the register holds who read what; otherwise a refusal."""
    if consultation.on is None:
        return response
    try:
        record(
            verb,
            by=request.user,  # type: ignore[arg-type] # signed in: the page is not public
            on=consultation.on,
            at=now(),
            about=consultation.about,
            region=consultation.region,
            address=client_address(request),
        )
    except DatabaseError:
        log.exception("consultation_not_recorded", verb=verb)
        response.close()
        return render(request, "accounts/not_recorded.html", status=503)
    return response


def client_address(request: HttpRequest) -> str | None:
    """Where the request comes from, as the server or the proxy it trusts says."""
    return request.META.get("REMOTE_ADDR") or None
