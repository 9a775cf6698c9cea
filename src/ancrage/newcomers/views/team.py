"""Mon équipe: what each carries, and their dossiers given to others."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.accounts.http import Request
from ancrage.accounts.models import User
from ancrage.accounts.pages import page
from ancrage.core import now
from ancrage.core.dates import local_day
from ancrage.core.paging import page_of
from ancrage.newcomers.actions.batches import assign_cases
from ancrage.newcomers.forms.batches import BatchAssignForm
from ancrage.newcomers.models import CaseBatch
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import met_by
from ancrage.newcomers.queries.cases import points_within
from ancrage.newcomers.queries.groups import waiting_count
from ancrage.newcomers.queries.staff import staff_of_point
from ancrage.newcomers.queries.team import dossiers_of, page_of_team, people_of, team_of, teams_with
from ancrage.ui.messages import toast

POINTS: Final = 20
PEOPLE: Final = 50


@page(permission=Permission.READ_TEAM)
def team(request: Request) -> HttpResponse:
    """Figures alone, of dossiers that the reader may list: no entry in the register."""
    day, typed = local_day(now()), _typed(request)
    points = points_within(request.access, day)
    context: dict[str, Any] = {"typed": typed, "can_assign": request.access.can(Permission.ASSIGN)}
    if typed:
        people = people_of(points, request.access, day, typed)
        shown = page_of(people, "sort", request.GET, descending=False, size=PEOPLE)
        context |= {"page": shown, "teams": teams_with(shown.rows, request.access, day)}
    else:
        listed = page_of(points, "sort", request.GET, descending=False, size=POINTS)
        context |= {"page": listed, "teams": team_of(listed.rows, request.access, day)}
        context["stranded"] = waiting_count(request.access, now())
    return render(request, "newcomers/team.html", context)


@page(permission=Permission.READ_TEAM)
def team_point(request: Request, point_id: UUID) -> HttpResponse:
    """The people of one service point, by page."""
    day, typed = local_day(now()), _typed(request)
    points = points_within(request.access, day).filter(pk=point_id)
    point = get_object_or_404(points)
    shown = page_of(people_of(points, request.access, day, typed), "sort", request.GET, descending=False, size=PEOPLE)
    found = page_of_team(point, shown.rows, request.access, day, nobody=not (typed or shown.previous))
    context = {"point": point, "team": found, "page": shown, "typed": typed}
    return render(request, "newcomers/team_point.html", context | {"can_assign": request.access.can(Permission.ASSIGN)})


def _typed(request: Request) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:120]


@page(permission=Permission.ASSIGN, writes=True)
def team_handover(request: Request, point_id: UUID, user_id: UUID) -> HttpResponse:
    """Everything that someone follows at a service point goes to one or several others."""
    at = now()
    point = get_object_or_404(points_within(request.access, local_day(at)), pk=point_id)
    worker = get_object_or_404(User, pk=user_id)
    cases = dossiers_of(worker, point, request.access)
    count = cases.count()
    staff = staff_of_point(point.pk, local_day(at)).exclude(pk=worker.pk).in_order()
    form = BatchAssignForm(request.POST or None, staff=staff)
    if count and form.is_valid():
        made = assign_cases(cases=cases, **form.cleaned_data, by=request.user, at=at)
        return _answer(request, made)
    title = _("Confier les dossiers de %(name)s") % {"name": worker.full_name}
    context = {
        "point": point,
        "worker": worker,
        "count": count,
        "form": form,
        "title": title,
        "has_staff": staff.exists(),
        "meetings": met_by(worker, cases, at),
    }
    return render(request, "newcomers/team_handover.html", context)


def _answer(request: Request, made: CaseBatch) -> HttpResponse:
    """Back to the team when all is done; otherwise to what was not, and why."""
    done = made.lines.filter(refusal="").count()
    if done < made.lines.count():
        return redirect("newcomers:batch", made.pk)
    text = ngettext("%(n)d dossier est confié.", "%(n)d dossiers sont confiés.", done) % {"n": done}
    toast(request, text, f"{reverse('newcomers:batch_undo', args=[made.pk])}?retour={reverse('newcomers:team')}")
    return redirect("newcomers:team")
