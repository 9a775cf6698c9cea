"""Probable doubles of the directory: compared side by side, then made one, or said to be two."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.errors import Refused
from ancrage.core.paging import page_of
from ancrage.directory.actions import doubles as actions
from ancrage.directory.forms.pairs import MergeForm
from ancrage.directory.models import RecordPair
from ancrage.directory.permissions import Permission
from ancrage.directory.queries.keeping import body_of
from ancrage.directory.queries.pairs import compared, merges_within, named_pairs, pairs_within
from ancrage.directory.queries.upkeep import upkeep_tabs
from ancrage.ui.messages import toast, warn

_MERGES = 20


@page(permission=Permission.EDIT_DIRECTORY)
def pairs(request: Request) -> HttpResponse:
    shown = page_of(pairs_within(request.access).undecided(), "score", request.GET, size=20)
    context = {
        "page": shown,
        "lines": named_pairs(shown.rows),
        "merges": merges_within(request.access).undoable(now()).order_by("-made_at", "-pk")[:_MERGES],
        "tabs": upkeep_tabs(request.access),
    }
    return render(request, "directory/pairs.html", context)


@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def pair(request: Request, pk: UUID) -> HttpResponse:
    """The two side by side; POST makes them one."""
    row = _row(request, pk)
    side_by_side = compared(row)
    if side_by_side is None:
        raise Http404
    form = MergeForm(request.POST if request.method == "POST" else None, pair=side_by_side)
    if form.is_valid():
        try:
            merge = actions.merge_records(
                pair=row, from_other=form.from_other, by=request.user, body=body_of(side_by_side.one), at=now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            undo = reverse("directory:merge_undo", args=[merge.pk])
            toast(request, _("Les deux fiches n’en font plus qu’une."), undo)
            return redirect("directory:pairs")
    return render(request, "directory/pair.html", {"pair": side_by_side, "form": form})


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def pair_apart(request: Request, pk: UUID) -> HttpResponse:
    row = _row(request, pk)
    actions.set_apart(pair=row, by=request.user, at=now())
    toast(request, _("Ces deux fiches ne seront plus rapprochées."), reverse("directory:pair_again", args=[row.pk]))
    return redirect("directory:pairs")


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def pair_again(request: Request, pk: UUID) -> HttpResponse:
    actions.propose_again(pair=_row(request, pk), by=request.user, at=now())
    toast(request, _("Ces deux fiches sont de nouveau à comparer."))
    return redirect("directory:pairs")


@require_POST
@page(permission=Permission.EDIT_DIRECTORY, writes=True)
def merge_undo(request: Request, pk: UUID) -> HttpResponse:
    merge = get_object_or_404(merges_within(request.access), pk=pk)
    try:
        actions.undo_merge(merge=merge, by=request.user, body=body_of(merge.organization), at=now())
    except Refused as refusal:
        warn(request, str(refusal))
    else:
        toast(request, _("La fusion est annulée : ce sont de nouveau deux fiches."))
    return redirect("directory:pairs")


def _row(request: Request, pk: UUID) -> RecordPair:
    return get_object_or_404(pairs_within(request.access), pk=pk)
