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
(an empty search). What shows more than ``MOST_IDS``, an export, is several entries of the same moment, all or none:
no row of the register grows without limit. The entry is written after the view and before the answer leaves; when it cannot be
written, the page is refused. A list passes what lists it (or ``request.user``) and the ids shown in ``about``.
Who reads through a signed link, without an account, is said by ``by``.

A page whose openings are counted one by one, mail scanners included, keeps a log of its own::

    @page(permission=None, public=True, logs=True)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        request.log(LinkUse(...))

The row given to ``request.log`` is inserted after the view, and nothing but that INSERT is let through.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from itertools import islice
from typing import Any, Final, Protocol
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse

from ancrage.accounts.once import once
from ancrage.accounts.readonly import only_insert, only_select
from ancrage.audit.actions import record
from ancrage.core import now
from ancrage.core.actors import Actor

log = structlog.get_logger(__name__)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_IDS: Final = 10_000
"""How many ids one entry of the register lists at most."""


@dataclass(frozen=True)
class PageSpec:
    """What a page declared; every view of the URL table carries one as ``view.page``."""

    permission: StrEnum | None
    writes: bool
    consults: str | None
    public: bool
    logs: bool = False
    spaces: bool = False


class View(Protocol):
    def __call__(self, request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase: ...  # noqa: ANN401


@dataclass
class _Consultation:
    """What the view says it showed."""

    noted: bool = False
    on: Model | None = None
    about: Collection[UUID] = field(default_factory=list)
    region: str = ""
    by: Actor | None = None

    def __call__(
        self,
        on: Model | None,
        *,
        about: Iterable[UUID] = (),
        region: str = "",
        by: Actor | None = None,
    ) -> None:
        if self.noted:
            raise RuntimeError("request.consult is called once a page")
        self.noted, self.on, self.region = True, on, region
        self.about = about if isinstance(about, Collection) else list(about)
        self.by = by


def page(
    *,
    permission: StrEnum | None,
    writes: bool = False,
    consults: str | None = None,
    public: bool = False,
    logs: bool = False,
    spaces: bool = False,
) -> Callable[[View], View]:
    """Declare who may open a page and whether it writes. Without the capability, the page does not exist (404).

    :param permission: the capability needed somewhere; ``None`` opens it to whoever works here and is signed in.
        Loading through scope (``visible_to``) stays the view's work.
    :param writes: lets a POST write. GET never does.
    :param consults: verb of the consultation entry, ending in ``.consulted``.
    :param public: no sign-in needed.
    :param spaces: without a capability, whoever has a space of their own may open it too.
    :param logs: the view gives ``request.log`` the row that says the page was opened.
    """
    if public and permission is not None:
        raise ValueError("a public page asks for no capability")
    spec = PageSpec(permission, writes, consults, public, logs, spaces)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
            if not _may_open(spec, request):
                raise Http404
            return _answer(spec, view, request, args, kwargs)

        guarded.page = spec  # type: ignore[attr-defined] # read by the tests and by the URL × role table
        return login_not_required(guarded) if public else guarded

    return declare


def _may_open(spec: PageSpec, request: Any) -> bool:  # noqa: ANN401
    if spec.permission is not None:
        return bool(request.access.can(spec.permission))
    return spec.public or spec.spaces or bool(request.user.is_staff_account)


def _answer(spec: PageSpec, view: View, request: Any, args: Any, kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
    consultation = request.consult = _Consultation()
    opened: list[Model] = []
    if spec.logs:
        request.log = opened.append
    may_write = spec.writes and request.method not in SAFE_METHODS
    with nullcontext() if may_write else only_select():
        response = (
            once(request, lambda: view(request, *args, **kwargs)) if may_write else view(request, *args, **kwargs)
        )
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    if not spec.public:
        response.headers.setdefault("Cache-Control", "no-store, private")
    if opened and not _logged(opened):
        return _refused(request)
    if spec.consults is None or (response.status_code != HttpResponse.status_code and not consultation.noted):
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
    at = now()
    try:
        with transaction.atomic() if len(consultation.about) > MOST_IDS else nullcontext():
            for part in _parts(consultation.about):
                record(
                    verb,
                    by=consultation.by or request.user,  # type: ignore[arg-type] # signed in: the page is not public
                    on=consultation.on,
                    at=at,
                    about=part,
                    region=consultation.region,
                    address=client_address(request),
                )
    except DatabaseError:
        log.exception("consultation_not_recorded", verb=verb)
        return _refused(request)
    return response


def _parts(about: Collection[UUID]) -> Iterator[list[UUID]]:
    """``about`` by entries; one, empty, of nothing."""
    ids = iter(about)
    for _part in range(max(1, -(-len(about) // MOST_IDS))):
        yield list(islice(ids, MOST_IDS))


def _logged(rows: list[Model]) -> bool:
    """Whether the rows that say a page was opened are written."""
    try:
        for row in rows:
            with only_insert(row._meta.db_table):
                row.save(force_insert=True)
    except DatabaseError:
        log.exception("opening_not_recorded")
        return False
    return True


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/not_recorded.html", status=503)


def client_address(request: HttpRequest) -> str | None:
    """Where the request comes from: behind our own proxy, what the proxy saw."""
    if settings.BEHIND_PROXY and (seen := request.headers.get("X-Forwarded-For", "")):
        return seen.rsplit(",", 1)[-1].strip() or None
    return request.META.get("REMOTE_ADDR") or None
