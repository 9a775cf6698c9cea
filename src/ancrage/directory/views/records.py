"""Records are entered and changed by whoever keeps the directory of their region."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.directory.actions.doubles import find_doubles
from ancrage.directory.actions.records import RecordRefused, add_record, change_record, set_standing
from ancrage.directory.forms.records import RecordForm
from ancrage.directory.models import Organization, Service
from ancrage.directory.models.base import Record
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.items import ORGANIZATION
from ancrage.directory.queries.keeping import ACTS, body_of, standing_of, undoing
from ancrage.directory.queries.records import keepable, keeps, organization_of
from ancrage.directory.views.editing import editor, sheet_or_404
from ancrage.ui.messages import toast


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def edit_record(request: Request, kind: str, pk: UUID) -> HttpResponse:
    record = get_object_or_404(keepable(sheet_or_404(kind), request.access), pk=pk)

    def save(form: RecordForm) -> str:
        changed = change_record(
            record=record,
            content=form.values(),
            seen=form.read_at(),
            by=request.user,
            body=body_of(record),
            at=now(),
        )
        toast(request, _("La fiche est à jour.") if changed else _("Rien n’a changé."))
        return page_of_record(record)

    words = {"title": _("Modifier : %(name)s") % {"name": record}, "back": page_of_record(record)}
    return editor(request, record, save, **words)


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def add_organization(request: Request) -> HttpResponse:
    record = Organization()

    def save(form: RecordForm) -> str:
        values = form.values()
        record.municipality_id = UUID(values["municipality"])
        if not keeps(_placed(record), request.access):
            raise RecordRefused(
                _("Cette municipalité n’est pas d’une région dont vous tenez le répertoire."), field="municipality"
            )
        add_record(record=record, content=values, by=request.user, body=body_of(record), at=now())
        find_doubles(organizations=[record], at=now())
        toast(request, _("L’organisme est inscrit."))
        return page_of_record(record)

    return editor(request, record, save, title=_("Inscrire un organisme"), back=reverse("directory:services"))


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def add_part(request: Request, pk: UUID, kind: str) -> HttpResponse:
    """A service, a place or a programme of an organisation."""
    sheet = sheet_or_404(kind)
    organization = get_object_or_404(keepable(ORGANIZATION, request.access), pk=pk)
    if sheet is ORGANIZATION:
        raise Http404
    record = sheet.model(organization=organization)  # type: ignore[misc] # all but organisations have one

    def save(form: RecordForm) -> str:
        add_record(record=record, content=form.values(), by=request.user, body=body_of(record), at=now())
        if isinstance(record, Service):
            find_doubles(services=[record], at=now())
        toast(request, _("La fiche est inscrite."))
        return page_of_record(record)

    title = _("Ajouter : %(word)s") % {"word": sheet.word}
    return editor(request, record, save, title=title, back=page_of_record(organization))


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def record_standing(request: Request, kind: str, pk: UUID, act: str) -> HttpResponse:
    """Shown or not, offered or not: undone from the message."""
    record = get_object_or_404(keepable(sheet_or_404(kind), request.access), pk=pk)
    wanted = ACTS.get(act)
    if wanted is None or not all(hasattr(record, name) for name in wanted.values):
        raise Http404
    undo = reverse("directory:record_standing", args=[kind, pk, undoing(record, wanted)])
    values = standing_of(record, wanted)
    set_standing(record=record, by=request.user, body=body_of(record), at=now(), **values)
    toast(request, str(wanted.done), undo)
    return redirect(page_of_record(record))


def page_of_record(record: Record) -> str:
    """Where a record is read: a place and a programme, on the page of their organisation."""
    name = record._meta.model_name
    if name in {"service", "organization"}:
        return reverse(f"directory:{name}", args=[record.pk])
    organization = organization_of(record)
    return reverse("directory:organization", args=[organization.pk]) if organization else reverse("directory:services")


def _placed(record: Organization) -> Organization:
    assert record.municipality is not None  # noqa: S101 - asked by the form
    record.region = record.municipality.mrc.region
    return record
