from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from ancrage.accounts.http import Request
from ancrage.accounts.pages import page
from ancrage.agenda.queries.slots import day_span
from ancrage.core import now, today
from ancrage.core.dates import closed_weekdays
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.newcomers.queries.requests import lines_of
from ancrage.workspace.permissions import Permission
from ancrage.workspace.queries import day as queries


@page(permission=Permission.OWN_DAY)
def day(request: Request) -> HttpResponse:
    """Ma journée: what awaits the reader, and what each line lets them do at once."""
    on = today()
    context = {"today": on, "closed": closed_weekdays(on, within=7), "first_name": request.user.get_short_name()}
    if request.access.can(Newcomers.READ_CASE):
        context |= _newcomers(request, on)
    return render(request, "workspace/day.html", context)


def _newcomers(request: Request, on: date) -> dict[str, object]:
    access = request.access
    due = queries.due_items(access, on)
    answers = queries.answers(access=access)
    unread = answers[0].unread if answers else 0  # type: ignore[attr-defined] # annotated
    counts = queries.request_counts(access, on)
    request.waiting = {"newcomers:requests": counts.total, "newcomers:sent_referrals": unread}
    overdue = [item for item in due if item.due_on < on]
    due_today = [item for item in due if item.due_on == on]
    return {
        "accompanies": True,
        "lines": lines_of(queries.mine_to_reach(access=access), access),
        "can_write": access.can(Newcomers.WRITE_CASE),
        "can_assign": access.can(Newcomers.ASSIGN),
        "can_refer": access.can(Newcomers.REFER),
        "can_open": access.can(Newcomers.OPEN_CASE),
        "counts": counts,
        "overdue": overdue,
        "overdue_listed": overdue if request.GET.get("retard") == "tout" else overdue[: queries.LISTED],
        "due_today": due_today,
        "due_today_listed": due_today if request.GET.get("jour") == "tout" else due_today[: queries.LISTED],
        **_meetings(request, on, len(due_today)),
        "answers": answers,
        "unread": unread,
    }


def _meetings(request: Request, on: date, due: int) -> dict[str, object]:
    start, end = day_span(on, on)
    found, at = queries.meetings(access=request.access, start=start, end=end), now()
    coming = next((one for one in found if one.row.starts_at > at), None)
    return {"meetings": found, "next_meeting": coming, "today_count": len(found) + due}
