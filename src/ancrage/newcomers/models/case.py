from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.core.sql import PREFIX_OPS, AmongIds
from ancrage.newcomers.models.lists import ClosingReason
from ancrage.newcomers.models.person import Person
from ancrage.newcomers.permissions import Permission
from ancrage.plans.models import ActionPlan

if TYPE_CHECKING:
    from ancrage.accounts.access import Access


class CaseState(models.TextChoices):
    REQUESTED = "requested", _("Demande reçue")
    ACTIVE = "active", _("En accompagnement")
    CLOSED = "closed", _("Fermé")


def _rows(relation: str, access: "Access") -> models.QuerySet[Any]:
    """What points to dossiers (their circle, their ties…) and concerns the reader."""
    rows: models.QuerySet[Any] = Case._meta.get_field(relation).related_model._base_manager.all()  # type: ignore[union-attr]
    return rows.filter(user=access.user.pk)


def _named(access: "Access") -> models.QuerySet[Any]:
    """Ids of the dossiers whose circle holds the reader."""
    return _rows("circle", access).filter(until=None).values("case")


def _opened(access: "Access") -> models.QuerySet[Any]:
    """Exceptional accesses of the reader whose hour runs."""
    return _rows("exceptional_accesses", access).filter(granted_at__lte=access.at, expires_at__gt=access.at)


def _not_tied(access: "Access") -> models.Q:
    return ~models.Q(AmongIds("pk", _rows("ties", access).values("case")))


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, access: "Access", permission: Permission = Permission.READ_CASE) -> Self:
        """Dossiers within the reach of ``permission``, less the restricted ones that do not name the reader.

        An exceptional access opens its dossier for an hour, restricted or not, and only to be read. Whoever
        declared a tie with the person never sees the dossier.
        """
        seen = self._ordinary(access, permission) | self._opened_by_name(access, permission)
        return self.filter(seen, _not_tied(access))

    def visible_in_two(self, access: "Access") -> tuple[Self, Self]:
        """``visible_to`` apart: what lies within reach, which an index alone may count, and the few opened by name."""
        seen = self.filter(_not_tied(access))
        ordinary = self._ordinary(access, Permission.READ_CASE)
        return seen.filter(ordinary), seen.filter(self._opened_by_name(access, Permission.READ_CASE) & ~ordinary)

    def _ordinary(self, access: "Access", permission: Permission) -> models.Q:
        return self._within(access, permission) & models.Q(is_restricted=False)

    def _opened_by_name(self, access: "Access", permission: Permission) -> models.Q:
        seen = models.Q(AmongIds("pk", _named(access)), is_restricted=True)
        if permission is Permission.READ_CASE:
            seen |= models.Q(AmongIds("pk", _opened(access).values("case")))
        return seen

    def around(self, access: "Access") -> Self:
        """Those within reach and those kept from the reader alike: to tell whether they are many, never to show them."""
        return self.filter(self._within(access, Permission.READ_CASE))

    def registered_for(self, access: "Access") -> Self:
        """Dossiers whose register of readings may be read: within reach, restricted ones too by those who watch.

        Whoever follows a dossier reads its register as they read it: named, once it is restricted.
        It shows who read what and nothing of the person: loaded so, a dossier gives its reference alone.
        """
        return self.filter(self._within(access, Permission.READ_AUDIT), _not_tied(access))

    def openable_by(self, access: "Access") -> Self:
        """Dossiers that an exceptional access may open: within its reach, restricted or not."""
        return self.filter(self._within(access, Permission.EXCEPTIONAL_ACCESS), _not_tied(access))

    def _within(self, access: "Access", permission: Permission) -> models.Q:
        scope = access.scopes(permission)
        if scope.everything:
            return models.Q()
        within = models.Q(pk__in=[])
        if scope.own:
            seen = models.Q(is_restricted=False) | models.Q(AmongIds("pk", _named(access)))
            within |= models.Q(agent=access.user) & seen
        if scope.service_points:
            within |= models.Q(service_point__in=scope.service_points)
        if scope.regions:
            within |= models.Q(region__in=scope.regions)
        return within

    def for_page(self, access: "Access", permission: Permission = Permission.READ_CASE) -> Self:
        """What every page of a dossier loads first: visible, with its surroundings and the annotations below."""
        opened = _opened(access).filter(case=models.OuterRef("pk")).order_by("-expires_at")
        named = _named(access).filter(case=models.OuterRef("pk"))
        return (
            self.visible_to(access, permission)
            .select_related("person__municipality__mrc", "service_point", "region", "agent", "plan")
            .annotate(
                is_named=models.Exists(named),
                sees_restricted=models.Exists(named) | models.Exists(opened),
                exceptional_until=models.Subquery(opened.values("expires_at")[:1]),
            )
        )

    def open(self) -> Self:
        return self.exclude(state=CaseState.CLOSED)


@tracked(in_bulk=True)
class Case(models.Model):
    """A dossier: one person accompanied by one service point at a time.

    There only when loaded by ``for_page``: ``sees_restricted``, whether the reader is named or has an
    exceptional access; ``is_named``, named for good; ``exceptional_until``, the end of that hour.

    The clock of a request: ``first_contact_due_on`` is five working days after it was received.
    """

    id = uuid7_key()
    reference = models.CharField(_("numéro"), max_length=20, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, "cases", verbose_name=_("personne"))
    region = models.ForeignKey("territory.Region", models.PROTECT, verbose_name=_("région"))
    service_point = models.ForeignKey("territory.ServicePoint", models.PROTECT, verbose_name=_("point de services"))
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("suivi par"),
        db_index=False,
    )
    state = models.CharField(_("état"), max_length=10, choices=CaseState, default=CaseState.REQUESTED)
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    requested_at = models.DateTimeField(_("reçue"))
    first_contact_due_on = models.DateField(_("premier contact avant le"))
    first_contact_at = models.DateTimeField(_("premier contact"), null=True, blank=True)
    closed_at = models.DateTimeField(_("fermé"), null=True, blank=True)
    closing_reason = models.ForeignKey(
        ClosingReason, models.PROTECT, null=True, blank=True, verbose_name=_("motif de fermeture")
    )
    plan = models.OneToOneField(ActionPlan, models.PROTECT, verbose_name=_("plan"))

    is_named: bool
    sees_restricted: bool
    exceptional_until: "datetime | None"

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        indexes: ClassVar = [
            models.Index(fields=["service_point", "state", "-requested_at", "-id"], name="case_by_point"),
            models.Index(fields=["region", "state", "-requested_at", "-id"], name="case_by_region"),
            models.Index(fields=["agent", "state", "-requested_at", "-id"], name="case_by_agent"),
            models.Index(fields=["-requested_at", "-id"], name="case_by_time"),
            models.Index(OpClass(Reverse("reference"), PREFIX_OPS), name="case_reference_end"),
            models.Index(
                fields=["service_point", "first_contact_due_on"],
                name="case_clock",
                condition=models.Q(first_contact_at=None),
            ),
            # What waits, in the order of its clock, with what a reader's reach asks: read without the table.
            models.Index(
                fields=["first_contact_due_on", "id"],
                include=["service_point", "region", "agent", "first_contact_at", "is_restricted"],
                name="case_waiting",
                condition=~models.Q(state="closed")
                & (models.Q(agent__isnull=True) | models.Q(first_contact_at__isnull=True)),
            ),
            # The same of a service point.
            models.Index(
                fields=["service_point", "first_contact_due_on", "id"],
                include=["region", "agent", "first_contact_at", "is_restricted"],
                name="case_waiting_here",
                condition=~models.Q(state="closed")
                & (models.Q(agent__isnull=True) | models.Q(first_contact_at__isnull=True)),
            ),
            # The reader's own, with what their reach asks: read without the table.
            models.Index(
                fields=["agent", "state"],
                include=["id", "service_point", "region", "is_restricted", "person", "plan"],
                name="case_followed",
                condition=models.Q(agent__isnull=False),
            ),
            # What a team carries, counted without the table.
            models.Index(
                fields=["service_point", "agent"],
                include=["first_contact_at", "first_contact_due_on", "is_restricted", "region"],
                name="case_carried",
                condition=~models.Q(state="closed"),
            ),
            models.Index(fields=["service_point", "first_contact_at"], name="case_reached"),
            # Few: whoever must not be seen is found at once.
            models.Index(fields=["person"], name="case_restricted", condition=models.Q(is_restricted=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=~models.Q(state="closed"),
                name="one_open_case_per_person",
                violation_error_message=_("Cette personne a déjà un dossier ouvert."),
            ),
            models.CheckConstraint(
                name="case_closed_has_reason",
                condition=models.Q(state="closed", closed_at__isnull=False, closing_reason__isnull=False)
                | (~models.Q(state="closed") & models.Q(closed_at=None, closing_reason=None)),
                violation_error_message=_("Un dossier fermé porte sa date et son motif."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_state_display(self) -> str:  # type: ignore[no-redef] # Django lets it be
        """As Django's, which makes a table of all the states at each call: lists show many."""
        return str(CaseState(self.state).label)


class CaseAssignment(models.Model):
    """Who follows the dossier, from when to when."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "assignments", verbose_name=_("dossier"))
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("suivi par"))
    during = DateTimeRangeField(_("période"))
    reason = models.CharField(_("motif"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attribution du dossier")
        verbose_name_plural = _("attributions du dossier")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_agent_at_a_time",
                expressions=[("case", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Ce dossier a déjà une agente ou un agent à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.agent_id}"


class CaseMoment(models.TextChoices):
    """What happens to a dossier as a whole."""

    REQUESTED = "requested", _("Demande reçue")
    TAKEN = "taken", _("Demande prise")
    RELEASED = "released", _("Demande remise en attente")
    CONTACTED = "contacted", _("Premier contact fait")
    REASSIGNED = "reassigned", _("Dossier confié à une autre personne")
    TRANSFERRED = "transferred", _("Dossier transféré")
    CLOSED = "closed", _("Dossier fermé")
    REOPENED = "reopened", _("Dossier rouvert")
    MERGED = "merged", _("Deux fiches de la personne réunies")
    UNMERGED = "unmerged", _("Fusion annulée : de nouveau deux fiches")
    RESTRICTED = "restricted", _("Accès restreint")
    UNRESTRICTED = "unrestricted", _("Accès ordinaire rétabli")


class CaseTransition(models.Model):
    """One moment in the life of the dossier: who, when, what, why; for a transfer, from where to where."""

    id = uuid7_key()
    case = models.ForeignKey(Case, models.CASCADE, "transitions", verbose_name=_("dossier"))
    at = models.DateTimeField(_("moment"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("par")
    )
    kind = models.CharField(_("quoi"), max_length=12, choices=CaseMoment)
    note = models.TextField(_("précision"), blank=True)
    from_point = models.ForeignKey(
        "territory.ServicePoint", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("de")
    )
    to_point = models.ForeignKey(
        "territory.ServicePoint", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vers")
    )

    class Meta:
        verbose_name = _("étape du dossier")
        verbose_name_plural = _("étapes du dossier")
        indexes: ClassVar = [models.Index(fields=["case", "-at"], name="case_moments")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"
