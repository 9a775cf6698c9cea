"""What is done at once to the dossiers chosen in a list."""

from urllib.parse import urlencode
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.newcomers.actions import batches as actions
from ancrage.newcomers.forms.batches import BatchAssignForm
from ancrage.newcomers.forms.closing import CloseForm
from ancrage.newcomers.messages.awaiting import words
from ancrage.newcomers.models import BatchKind, Case, CaseBatch
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.staff import staff_of_points
from ancrage.newcomers.queries.writing import why_not_write, written_lately
from ancrage.territory.models import ServicePoint
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import FIELD, back_to, bringing_back

_PAGES = {"confier": "newcomers:batch_assign", "fermer": "newcomers:batch_close", "ecrire": "newcomers:batch_write"}
_CHOSEN = "ligne"
_MOST = 200


@require_POST
@page(permission=Permission.READ_CASE)
def batch_choose(request: Request, what: str) -> HttpResponse:
    """From the boxes ticked in a list to the page that asks the rest; its address holds them."""
    if what not in _PAGES:
        raise Http404
    if not (chosen := request.POST.getlist(_CHOSEN)):
        return _nothing(request)
    kept = [(_CHOSEN, one) for one in chosen[:_MOST]]
    return redirect(f"{reverse(_PAGES[what])}?{urlencode([*kept, (FIELD, _back(request))])}")


@page(permission=Permission.ASSIGN, writes=True, consults="newcomers.list.consulted")
def batch_assign(request: Request) -> HttpResponse:
    cases, at = _chosen(request, request.GET.getlist(_CHOSEN), Permission.ASSIGN), now()
    points = ServicePoint.objects.filter(pk__in={case.service_point_id for case in cases})
    form = BatchAssignForm(request.POST or None, staff=staff_of_points(points, local_day(at)))
    if form.is_valid():
        batch = actions.assign_cases(cases=cases, **form.cleaned_data, by=request.user, at=at)
        return _answer(request, batch)
    title = ngettext("Confier %(n)d dossier", "Confier %(n)d dossiers", len(cases)) % {"n": len(cases)}
    return _asked(request, cases, form, title, _("Confier les dossiers"))


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.list.consulted")
def batch_close(request: Request) -> HttpResponse:
    cases = _chosen(request, request.GET.getlist(_CHOSEN), Permission.WRITE_CASE)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        return _answer(request, actions.close_cases(cases=cases, **form.cleaned_data, by=request.user, at=now()))
    title = ngettext("Fermer %(n)d dossier", "Fermer %(n)d dossiers", len(cases)) % {"n": len(cases)}
    return _asked(request, cases, form, title, _("Fermer les dossiers"))


@page(permission=Permission.WRITE_CASE, writes=True, consults="newcomers.list.consulted")
def batch_write(request: Request) -> HttpResponse:
    """Who will be written to, what, and who will not be with why; then it leaves."""
    cases, at = _chosen(request, request.GET.getlist(_CHOSEN), Permission.WRITE_CASE), now()
    if request.method == "POST":
        return _answer(request, actions.write_to(cases=cases, by=request.user, at=at))
    request.consult(request.user, about=[case.person_id for case in cases])
    lately = written_lately(cases, at)
    lines = [(case, why_not_write(case, lately)) for case in cases]
    context = {
        "written": [case for case, why in lines if not why],
        "skipped": [(case, why) for case, why in lines if why],
        "words": words(["fr"]),
        **_list(request),
    }
    return render(request, "newcomers/batch_write.html", context)


@require_POST
@page(permission=Permission.WRITE_CASE, writes=True)
def batch_take(request: Request) -> HttpResponse:
    if not (chosen := request.POST.getlist(_CHOSEN)):
        return _nothing(request)
    cases = _chosen(request, chosen, Permission.WRITE_CASE)
    return _answer(request, actions.take_cases(cases=cases, by=request.user, at=now()))


@page(permission=Permission.READ_CASE, consults="newcomers.list.consulted")
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """What was done, line by line, and what was not with why."""
    made = get_object_or_404(CaseBatch, pk=batch_id, made_by=request.user)
    seen = made.lines.filter(case__in=Case.objects.visible_to(request.access).values("pk"))
    lines = list(seen.select_related("case__person", "to_agent").defer("case__person__address").order_by("pk"))
    request.consult(request.user, about=[line.case.person_id for line in lines])
    context = {
        "batch": made,
        "refused": [line for line in lines if line.refusal],
        "done": [line for line in lines if not line.refusal],
        "is_undoable": CaseBatch.objects.undoable(now()).filter(pk=made.pk).exists(),
        **_list(request),
    }
    return render(request, "newcomers/batch.html", context)


@require_POST
@page(permission=Permission.READ_CASE, writes=True)
def batch_undo(request: Request, batch_id: UUID) -> HttpResponse:
    made = get_object_or_404(CaseBatch, pk=batch_id, made_by=request.user)
    may_assign = made.kind == BatchKind.ASSIGNED and request.access.can(Permission.ASSIGN)
    permission = Permission.ASSIGN if may_assign else Permission.WRITE_CASE
    within = Case.objects.visible_to(request.access, permission).filter(pk__in=made.lines.values("case"))
    try:
        left = actions.undo_batch(batch=made, cases=within, by=request.user, at=now())
    except actions.BatchRefused as refusal:
        warn(request, str(refusal))
    else:
        for case, why in left.items():
            warn(request, f"{case.reference} : {why}")
        toast(request, _("C’est annulé : les autres dossiers sont comme avant.") if left else _("C’est annulé."))
    return redirect(_back(request))


def _chosen(request: Request, ids: list[str], permission: Permission) -> list[Case]:
    """Those of the dossiers chosen that are within reach; without any, there is no such page."""
    try:
        wanted = {UUID(one) for one in ids[:_MOST]}
    except ValueError as error:
        raise Http404 from error
    within = Case.objects.visible_to(request.access, permission).filter(pk__in=wanted)
    found = list(
        within.select_related("person", "service_point", "agent").defer("person__address").order_by("reference")
    )
    if not found:
        raise Http404
    return found


def _asked(request: Request, cases: list[Case], form: Form, title: str, submit: str) -> HttpResponse:
    request.consult(request.user, about=[case.person_id for case in cases])
    context = {"cases": cases, "form": form, "title": title, "submit": submit, **_list(request)}
    return render(request, "newcomers/batch_form.html", context)


def _answer(request: Request, made: CaseBatch) -> HttpResponse:
    """Back to the list when all is done; otherwise to what was not, and why."""
    if made.lines.exclude(refusal="").exists():
        return redirect(bringing_back(request, reverse("newcomers:batch", args=[made.pk])))
    n = made.lines.count()
    if made.kind == BatchKind.MESSAGED:
        toast(request, ngettext("%(n)d personne est avertie.", "%(n)d personnes sont averties.", n) % {"n": n})
        return redirect(_back(request))
    if made.kind == BatchKind.CLOSED:
        text = ngettext("%(n)d dossier est fermé.", "%(n)d dossiers sont fermés.", n)
    elif not made.lines.exclude(to_agent=request.user).exists():
        text = ngettext("%(n)d dossier est à vous.", "%(n)d dossiers sont à vous.", n)
    else:
        text = ngettext("%(n)d dossier est confié.", "%(n)d dossiers sont confiés.", n)
    toast(request, text % {"n": n}, bringing_back(request, reverse("newcomers:batch_undo", args=[made.pk])))
    return redirect(_back(request))


def _nothing(request: Request) -> HttpResponse:
    warn(request, _("Cochez d’abord les dossiers dans la liste."))
    return redirect(_back(request))


def _back(request: Request) -> str:
    return back_to(request, reverse("newcomers:cases"))


def _list(request: Request) -> dict[str, str]:
    """The list that one came from, and its name."""
    back = _back(request)
    names = {
        "newcomers:overdue": _("En retard"),
        "newcomers:requests": _("Demandes"),
        "newcomers:meetings": pgettext("liste", "Rendez-vous"),
    }
    name = next((name for page, name in names.items() if back.startswith(reverse(page))), _("Dossiers"))
    return {"back": back, "list_name": name}
