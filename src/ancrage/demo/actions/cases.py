"""The dossier of each person: asked for, taken, contacted, sometimes passed on or closed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from ancrage.accounts.models import User
from ancrage.core.dates import add_working_days, is_working_day, local_day
from ancrage.demo.actions.drawing import FIRST_DAY, OPENING, OPENING_DAY, Draw
from ancrage.demo.actions.people import Resident
from ancrage.demo.actions.staff import Staff
from ancrage.demo.actions.structure import Structure
from ancrage.newcomers.models import Case, CaseAssignment, CaseMoment, CaseState, CaseTransition, ClosingReason, Consent
from ancrage.plans.models import ActionPlan, Need
from ancrage.territory.models import ReferenceCounter, Region, ServicePoint

CLOCK = 5
FIRST_WORKING_DAY = add_working_days(FIRST_DAY, 1)
# How many working days ago the requests not yet answered came in; the clock gives five.
_WAITING = (9, 8, 7, 6, 5, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 1, 0, 0)
_REASONS = {
    "plan-realise": 46,
    "depart-region": 18,
    "sans-reponse": 16,
    "depart-quebec": 8,
    "demande-personne": 7,
    "transfert": 5,
}


@dataclass
class Story:
    """A dossier and what the later loaders build on it, unless a file ``is_written`` for it."""

    resident: Resident
    case: Case
    point: ServicePoint
    agent: User
    requested_on: date
    contacted_on: date | None = None
    assessed_on: date | None = None
    closed_on: date | None = None
    is_written: bool = False
    consent: Consent | None = None
    needs: list[Need] = field(default_factory=list)

    @property
    def last_day(self) -> date:
        """The last day on which something may have happened in it."""
        return self.closed_on or OPENING_DAY - timedelta(days=1)


def load_cases(
    draw: Draw, structure: Structure, staff: Staff, residents: list[Resident], known: list[Story]
) -> list[Story]:
    """A dossier for each of ``residents``, numbered among those ``known`` already."""
    reasons = {reason.code: reason for reason in ClosingReason.objects.all()}
    waiting = dict(zip(_newest(residents), _WAITING, strict=True))
    stories = list(known)
    for resident in residents:
        asked = _asked(draw, resident, waiting.get(id(resident)))
        story = _open(draw, structure, staff, resident, asked)
        if id(resident) not in waiting:
            _contact(draw, story)
            _maybe_close(draw, story, reasons)
        elif draw.happens(30):
            story.case.agent = story.agent
        stories.append(story)
    _number(structure.region, stories)
    for story in stories:
        _tell(draw, staff, story)
    return stories


def _newest(residents: list[Resident]) -> list[int]:
    """Who asks now, by ``id``: the last arrived, one of Rimouski then one of elsewhere, so that each point has its share."""
    last = sorted(residents, key=lambda one: one.landed_on)[-len(_WAITING) :]
    here = [id(one) for one in last if one.municipality.name == "Rimouski"]
    away = [id(one) for one in last if one.municipality.name != "Rimouski"]
    mixed = [one for pair in zip(here, away, strict=False) for one in pair]
    return mixed + [one for one in (*here, *away) if one not in mixed]


def _asked(draw: Draw, resident: Resident, waiting: int | None) -> date:
    """The day the request came in: often soon after arrival, sometimes before it."""
    if waiting is not None:
        day = OPENING_DAY
        for _n in range(waiting):
            day = previous_working_day(day)
        return day
    first = max(FIRST_WORKING_DAY, resident.landed_on - timedelta(days=12))
    last = min(resident.landed_on + timedelta(days=draw.pick((6, 20, 60))), OPENING_DAY - timedelta(days=16))
    return max(draw.working_day(first, max(first, last)), FIRST_WORKING_DAY)


def previous_working_day(day: date) -> date:
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _open(draw: Draw, structure: Structure, staff: Staff, resident: Resident, asked: date) -> Story:
    point = structure.point_of(resident.municipality)
    requested_at = draw.at(asked, first=8, last=15) if asked < OPENING_DAY else OPENING - timedelta(minutes=40)
    case = Case(
        person=resident.person,
        region=structure.region,
        service_point=point,
        state=CaseState.REQUESTED,
        requested_at=requested_at,
        first_contact_due_on=add_working_days(asked, CLOCK),
        plan=draw.add(ActionPlan()),
    )
    resident.person.created_at = min(resident.person.created_at, requested_at)
    return Story(resident, case, point, staff.agent_of(point, asked), asked)


def _contact(draw: Draw, story: Story) -> None:
    """Most first contacts are made within the five working days."""
    wait = draw.weighted({1: 20, 2: 28, 3: 22, 4: 14, 5: 8, 6: 5, 8: 3})
    story.contacted_on = add_working_days(story.requested_on, wait)
    story.case.agent = story.agent
    story.case.first_contact_at = draw.at(story.contacted_on)
    story.case.state = CaseState.ACTIVE


def _maybe_close(draw: Draw, story: Story, reasons: dict[str, ClosingReason]) -> None:
    months = (OPENING_DAY - story.requested_on).days / 30
    if not draw.happens(62 if months > 16 else 34 if months > 9 else 5):
        return
    first = story.requested_on + timedelta(days=75)
    if first >= OPENING_DAY - timedelta(days=5):
        return
    story.closed_on = draw.working_day(first, OPENING_DAY - timedelta(days=2))
    story.case.state, story.case.closed_at = CaseState.CLOSED, draw.at(story.closed_on)
    story.case.closing_reason = reasons[draw.weighted(_REASONS)]


def _number(region: Region, stories: list[Story]) -> None:
    """References follow the order of the requests."""
    last: dict[int, int] = {}
    for story in sorted(stories, key=lambda one: one.case.requested_at):
        year = local_day(story.case.requested_at).year
        last[year] = last.get(year, 0) + 1
        story.case.reference = f"{region.prefix}-{year}-{last[year]:06d}"
    for year, number in last.items():
        ReferenceCounter.objects.create(region=region, year=year, kind="", last=number)


def _tell(draw: Draw, staff: Staff, story: Story) -> None:
    """Add the dossier, who followed it, and its moments."""
    case = draw.add(story.case)
    _moment(draw, case, case.requested_at, CaseMoment.REQUESTED)
    if case.agent is None:
        return
    taken_at = min(case.first_contact_at or OPENING, case.requested_at + timedelta(hours=draw.between(2, 20)))
    taken_at = max(taken_at, case.requested_at)
    _moment(draw, case, taken_at, CaseMoment.TAKEN, by=story.agent)
    if case.first_contact_at:
        _moment(draw, case, case.first_contact_at, CaseMoment.CONTACTED, by=story.agent)
    current = staff.agent_of(story.point, story.last_day)
    if current is not story.agent:
        taken_at = _pass_on(draw, staff, story, taken_at, current)
    assignment = CaseAssignment(case=case, agent=story.agent, during=DateTimeTZRange(taken_at, case.closed_at))
    draw.add(assignment)
    if case.closed_at:
        _moment(draw, case, case.closed_at, CaseMoment.CLOSED, by=story.agent)


def _pass_on(draw: Draw, staff: Staff, story: Story, since: datetime, current: User) -> datetime:
    """The agent left: the dossier went to the one who came after."""
    moment = draw.at(next(day for day, user in staff.agents[story.point.pk] if user is current))
    during = DateTimeTZRange(since, moment)
    draw.add(CaseAssignment(case=story.case, agent=story.agent, during=during))
    _moment(draw, story.case, moment, CaseMoment.REASSIGNED, by=current, note="Départ de l’agente")
    story.agent = story.case.agent = current
    return moment


def _moment(draw: Draw, case: Case, at: datetime, kind: CaseMoment, *, by: User | None = None, note: str = "") -> None:
    draw.add(CaseTransition(case=case, at=at, by=by, kind=kind, note=note))
