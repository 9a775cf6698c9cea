"""Cohorts within reach, and who of them the reader may see by name."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from ancrage.accounts.access import Access
from ancrage.accounts.models import Assignment
from ancrage.accounts.roles import roles_with
from ancrage.agenda.models import AppointmentState, Block, Cohort
from ancrage.agenda.models.group import CohortQuerySet
from ancrage.core.dates import local_day
from ancrage.newcomers.models import Attendance, Case, DeclaredTie, Inscription
from ancrage.newcomers.permissions import Permission
from ancrage.newcomers.queries.appointments import stranded

NOT_HELD = (AppointmentState.CANCELLED_BY_PERSON, AppointmentState.CANCELLED_BY_SERVICE)


@dataclass(frozen=True)
class Seat:
    """Someone inscribed whom the reader may see. ``is_open``: their dossier too; ``presences`` by block."""

    inscription: Inscription
    is_open: bool
    may_write: bool
    presences: dict[UUID, bool] = field(default_factory=dict)
    required: int = 1

    @property
    def attended(self) -> int:
        return sum(self.presences.values())

    @property
    def is_earned(self) -> bool:
        return self.attended >= self.required


@dataclass(frozen=True)
class Roll:
    """A cohort as its reader sees it: ``hidden`` seats are taken by whom they may not know."""

    seated: list[Seat]
    waiting: list[Seat]
    hidden: int
    hidden_waiting: int
    taken: int

    @property
    def persons(self) -> list[UUID]:
        """Those shown, for the register."""
        return [one.inscription.case.person_id for one in (*self.seated, *self.waiting)]


def cohorts_within(access: Access, permission: Permission = Permission.READ_CASE) -> CohortQuerySet:
    """Those of the service points within reach, and those that the reader leads a block of."""
    scope = access.scopes(permission)
    near = (
        Q()
        if scope.everything
        else Q(service_point__in=scope.service_points) | Q(service_point__region__in=scope.regions)
    )
    rows = Cohort.objects.select_related("kind", "service_point__region")
    return rows if scope.everything else rows.filter(near | Q(Exists(_led_by(access))))


def with_figures(rows: QuerySet[Cohort], at: datetime) -> QuerySet[Cohort]:
    """``taken`` and ``in_line``, ``sessions`` held or to come, and ``next_at``."""
    blocks = Q(blocks__isnull=False) & ~Q(blocks__appointment__state__in=NOT_HELD)
    ahead = blocks & Q(blocks__appointment__during__endswith__gt=at)
    current = Q(inscriptions__withdrawn_at=None, inscriptions__isnull=False)
    return rows.annotate(
        taken=Count("inscriptions", filter=Q(inscriptions__seat__isnull=False), distinct=True),
        in_line=Count("inscriptions", filter=current & Q(inscriptions__seat=None), distinct=True),
        sessions=Count("blocks", filter=blocks, distinct=True),
        next_at=Min("blocks__appointment__during__startswith", filter=ahead),
    )


def blocks_of(cohort: Cohort) -> QuerySet[Block]:
    """In order of time, with ``noted``: how many presences and absences are said."""
    rows = cohort.blocks.select_related("appointment__worker", "appointment__room")
    return rows.annotate(noted=Count("attendances")).order_by("appointment__during", "pk")


def stranded_blocks(access: Access, at: datetime) -> QuerySet[Block]:
    """Of the cohorts within reach, those planned with someone who no longer works at their service point."""
    here = Assignment.objects.on(local_day(at)).filter(
        role__in=roles_with(Permission.WRITE_CASE),
        service_point=OuterRef("cohort__service_point"),
        user=OuterRef("appointment__worker"),
        user__is_active=True,
    )
    ahead = Block.objects.filter(
        ~Exists(here),
        appointment__state=AppointmentState.PLANNED,
        appointment__during__startswith__gt=at,
        cohort__in=cohorts_within(access).values("pk"),
    )
    rows = ahead.select_related("cohort__kind", "cohort__service_point", "appointment__worker")
    return rows.order_by("appointment__during", "pk")


def waiting_count(access: Access, at: datetime) -> int:
    """How many meetings of dossiers, and blocks, wait for someone else. Two statements."""
    return stranded(access, at).count() + stranded_blocks(access, at).count()


def roll_of(cohort: Cohort, access: Access) -> Roll:
    """Who is inscribed. Three statements, however many they are."""
    rows = Inscription.objects.current().filter(cohort=cohort)
    seen = list(seen_by(cohort, access).order_by("asked_at", "pk"))
    presences: dict[UUID, dict[UUID, bool]] = {}
    noted = Attendance.objects.filter(inscription__in=[one.pk for one in seen]).exclude(
        block__appointment__state__in=NOT_HELD
    )
    for inscription, block, is_present in noted.order_by("pk").values_list("inscription", "block", "is_present"):
        presences.setdefault(inscription, {})[block] = is_present
    seats = [_seat(one, presences.get(one.pk, {}), cohort) for one in seen]
    seated = sorted((one for one in seats if one.inscription.seat), key=lambda one: one.inscription.seat or 0)
    waiting = [one for one in seats if not one.inscription.seat]
    counts = rows.aggregate(taken=Count("seat"), everybody=Count("pk"))
    in_line = counts["everybody"] - counts["taken"]
    return Roll(seated, waiting, counts["taken"] - len(seated), in_line - len(waiting), counts["taken"])


def writable(cohort: Cohort, access: Access) -> QuerySet[Inscription]:
    """Those of a cohort, withdrawn ones too, that the reader may change: they write the dossier, or lead a block of it."""
    rows = Inscription.objects.filter(cohort=cohort)
    return _marked(rows, cohort, access).filter(Q(may_write=True) | Q(is_led=True))


def seen_by(cohort: Cohort, access: Access) -> QuerySet[Inscription]:
    """Those of a cohort whom the reader may know."""
    rows = Inscription.objects.current().filter(cohort=cohort)
    return _marked(rows, cohort, access).filter(Q(is_open=True) | Q(is_led=True))


def inscriptions_of(case: Case) -> QuerySet[Inscription]:
    """Those of a dossier that were not withdrawn, with ``attended``; the latest first."""
    held = ~Q(attendances__block__appointment__state__in=NOT_HELD)
    came = Count("attendances", filter=Q(attendances__is_present=True) & held)
    rows = case.inscriptions.current().select_related("cohort__kind", "cohort__service_point")
    return rows.annotate(attended=came).order_by("-asked_at", "pk")


def open_cohorts(access: Access, case: Case, at: datetime) -> CohortQuerySet:
    """Those to which ``case`` may be inscribed: with a block to come, and not theirs already."""
    ahead = Block.objects.filter(
        cohort=OuterRef("pk"), appointment__state=AppointmentState.PLANNED, appointment__during__startswith__gt=at
    )
    mine = case.inscriptions.current().values("cohort")
    return (
        cohorts_within(access).filter(Exists(ahead)).exclude(pk__in=mine).order_by("service_point__name", "title", "pk")
    )


def _marked(rows: QuerySet[Inscription], cohort: Cohort, access: Access) -> QuerySet[Inscription]:
    """With ``is_open`` (the dossier is within reach), ``may_write`` in it, and ``is_led`` (by the reader, not restricted)."""
    leads = Block.objects.filter(cohort=cohort.pk, appointment__worker=access.user.pk)
    tied = DeclaredTie.objects.filter(case=OuterRef("case"), user=access.user.pk)
    led = Q(Exists(leads)) & Q(case__is_restricted=False) & ~Exists(tied)
    return rows.select_related("case__person", "case__region").annotate(
        is_open=Q(case__in=Case.objects.visible_to(access).values("pk")),
        may_write=Q(case__in=Case.objects.visible_to(access, Permission.WRITE_CASE).values("pk")),
        is_led=led,
    )


def _led_by(access: Access) -> QuerySet[Block]:
    return Block.objects.filter(cohort=OuterRef("pk"), appointment__worker=access.user.pk)


def _seat(row: Inscription, presences: dict[UUID, bool], cohort: Cohort) -> Seat:
    may_write = row.may_write or row.is_led  # type: ignore[attr-defined] # annotated
    return Seat(row, row.is_open, may_write, presences, cohort.required_blocks)  # type: ignore[attr-defined] # annotated
