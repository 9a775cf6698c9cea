"""Two series of Objectif Intégration: one this summer at Rimouski, one of the spring at Rivière-du-Loup, attested."""

from datetime import date, datetime, time, timedelta
from typing import Final

from ancrage.accounts.models import User
from ancrage.agenda.models import Appointment, AppointmentState, Block, Cohort, GroupKind, Mode
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.agenda import span
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING_DAY, Draw
from ancrage.demo.actions.staff import Staff
from ancrage.demo.actions.structure import Structure
from ancrage.newcomers.models import Attendance, Inscription
from ancrage.territory.models import ServicePoint

_TOPICS: Final = (
    "Valeurs de la Charte",
    "Démocratie et institutions",
    "Codes culturels au travail",
    "Cadre légal du travail",
)
_EVENING, _MINUTES, _SEATS, _ASKED = time(18), 180, 7, 9


def load_groups(draw: Draw, structure: Structure, staff: Staff, stories: list[Story]) -> None:
    rimouski, loup = structure.points["Rimouski, point de services 1"], structure.points["Rivière-du-Loup"]
    maude, alexandre = staff.users["maude"], staff.users["alexandre"]
    summer, spring = date(2021, 6, 30), date(2021, 5, 5)
    _series(draw, "Été 2021, le mercredi soir", point=rimouski, worker=maude, first=summer, stories=stories)
    _series(draw, "Printemps 2021", point=loup, worker=alexandre, first=spring, stories=stories)
    draw.write()


def _series(draw: Draw, title: str, *, point: ServicePoint, worker: User, first: date, stories: list[Story]) -> None:
    kind = GroupKind.objects.get(code="objectif-integration")
    opened = datetime.combine(first - timedelta(days=20), time(10), HOME_ZONE)
    cohort = draw.add(
        Cohort(
            kind=kind,
            title=title,
            service_point=point,
            seats=_SEATS,
            required_blocks=kind.required_blocks,
            opened_at=opened,
            opened_by=worker,
        )
    )
    blocks = [_block(draw, cohort, worker, first + timedelta(days=7 * n), topic) for n, topic in enumerate(_TOPICS)]
    here = [one for one in stories[1:] if one.point == point and _comes(one, first)]
    for rank, story in enumerate(here[:_ASKED], start=1):
        row = Inscription(
            cohort=cohort,
            case=story.case,
            seat=rank if rank <= _SEATS else None,
            asked_at=opened + timedelta(days=rank),
            asked_by=worker,
        )
        _attend(draw, draw.add(row), blocks, worker)


def _comes(story: Story, first: date) -> bool:
    """Someone met before the series, whose dossier is open and ordinary."""
    met = story.contacted_on is not None and story.contacted_on < first - timedelta(days=20)
    return met and story.closed_on is None and not story.case.is_restricted


def _block(draw: Draw, cohort: Cohort, worker: User, day: date, topic: str) -> Block:
    row = Appointment(
        worker=worker,
        service_point=cohort.service_point,
        mode=Mode.PLACE,
        during=span(day, _EVENING, _MINUTES),
        subject=topic,
        booked_at=cohort.opened_at,
        booked_by=worker,
    )
    if day < OPENING_DAY:
        row.state, row.decided_at, row.decided_by = AppointmentState.PRESENT, row.ends_at, worker
    return draw.add(Block(cohort=cohort, appointment=draw.add(row), topic=topic))


def _attend(draw: Draw, row: Inscription, blocks: list[Block], worker: User) -> None:
    """What is said of the blocks held; the series over, whoever came to enough has the attestation."""
    if row.seat is None:
        return
    held = [one for one in blocks if one.appointment.starts_at.date() < OPENING_DAY]
    came = 0
    for block in held:
        is_present, at = draw.happens(88), block.appointment.ends_at
        came += is_present
        draw.add(Attendance(inscription=row, block=block, is_present=is_present, noted_at=at, noted_by=worker))
    if len(held) == len(blocks) and came >= row.cohort.required_blocks:
        row.attested_at, row.attested_by = held[-1].appointment.ends_at, worker
        row.attestation = f"2021-{row.pk.hex[-8:].upper()}"
