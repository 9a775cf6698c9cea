"""Probable doubles: compared side by side, then made one, or said to be two."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.paging import page_of
from ancrage.newcomers.actions import merging as actions
from ancrage.newcomers.forms.pairs import MergeForm
from ancrage.newcomers.models import Case
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.pairs import compared, merges_within, pairs_within
from ancrage.ui.messages import toast, warn
from ancrage.ui.returning import back_to, bringing_back

_MERGES = 20
_KEPT = "fiche"


@page(permission=Permission.MERGE, consults="newcomers.list.consulted")
def pairs(request: Request) -> HttpResponse:
    shown = page_of(pairs_within(request.access).undecided(), "score", request.GET, size=20)
    lines = compared(shown.rows, request.access)
    merges = list(merges_within(request.access).undoable(now())[:_MERGES])
    about = [pk for row in shown.rows for pk in (row.one_id, row.other_id)] + [one.kept_id for one in merges]
    request.consult(request.user, about=about)
    return render(request, "newcomers/pairs.html", {"page": shown, "lines": lines, "merges": merges})


@page(permission=Permission.READ_CASE)
def request_double(request: Request, case_id: UUID, other_id: UUID) -> HttpResponse:
    """From a request to what settles its double: the comparison, or the other dossier to whoever cannot merge them."""
    visible = Case.objects.visible_to(request.access)
    case, other = get_object_or_404(visible, pk=case_id), get_object_or_404(visible, pk=other_id)
    row = pairs_within(request.access).undecided().between(case.person_id, other.person_id).first()
    if row is None:
        return redirect("newcomers:case", other.pk)
    return redirect(bringing_back(request, reverse("newcomers:pair", args=[row.pk])))


@page(permission=Permission.MERGE, writes=True, consults="newcomers.list.consulted")
def pair(request: Request, pair_id: UUID) -> HttpResponse:
    """The two side by side; POST makes them one."""
    row = pairs_within(request.access).filter(pk=pair_id).first()
    if row is None:
        return _settled(request)
    [side_by_side] = compared([row], request.access)
    form = MergeForm(request.POST or None, pair=side_by_side)
    if form.is_valid():
        try:
            merge = actions.merge_persons(pair=row, **form.values(), by=request.user, at=now())
        except actions.MergeRefused as refusal:
            form.refuse(refusal)
        else:
            undo = bringing_back(request, reverse("newcomers:merge_undo", args=[merge.pk]))
            toast(request, _("Les deux fiches n’en font plus qu’une."), undo)
            return redirect(_back(request))
    request.consult(request.user, about=[row.one_id, row.other_id])
    return render(request, "newcomers/pair.html", {"pair": side_by_side, "form": form, "back": _back(request)})


@require_POST
@page(permission=Permission.MERGE, writes=True)
def pair_apart(request: Request, pair_id: UUID) -> HttpResponse:
    row = get_object_or_404(pairs_within(request.access), pk=pair_id)
    actions.set_apart(pair=row, by=request.user, at=now())
    undo = bringing_back(request, reverse("newcomers:pair_again", args=[row.pk]))
    toast(request, _("Ces deux fiches ne seront plus rapprochées."), undo)
    return redirect(_back(request))


@require_POST
@page(permission=Permission.MERGE, writes=True)
def pair_again(request: Request, pair_id: UUID) -> HttpResponse:
    row = get_object_or_404(pairs_within(request.access), pk=pair_id)
    actions.propose_again(pair=row, by=request.user, at=now())
    toast(request, _("Ces deux fiches sont de nouveau à comparer."))
    return redirect(_back(request))


@require_POST
@page(permission=Permission.MERGE, writes=True)
def merge_undo(request: Request, merge_id: UUID) -> HttpResponse:
    merge = get_object_or_404(merges_within(request.access), pk=merge_id)
    try:
        actions.undo_merge(merge=merge, by=request.user, at=now())
    except actions.MergeRefused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La fusion est annulée : ce sont de nouveau deux fiches."))
    return redirect(_back(request))


def _settled(request: Request) -> HttpResponse:
    """Back to the list, told so, for whoever still has the page of a pair that someone made one person of."""
    try:
        kept = UUID(request.POST.get(_KEPT, ""))
    except ValueError as error:
        raise Http404 from error
    if not merges_within(request.access).filter(kept=kept).exists():
        raise Http404
    warn(request, _("Ces deux fiches ont déjà été réunies."))
    return redirect(_back(request))


def _back(request: Request) -> str:
    return back_to(request, reverse("newcomers:pairs"))
