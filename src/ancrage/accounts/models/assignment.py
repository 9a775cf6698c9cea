from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.roles import find_role
from ancrage.core.fields import uuid7_key
from ancrage.territory.dated import Dated, DatedQuerySet
from ancrage.territory.models import (
    Directorate,
    DirectorateRegion,
    Region,
    ServicePoint,
    Team,
)


class AssignmentQuerySet(DatedQuerySet["Assignment"]):
    def placed(self, day: date) -> Self:
        """With ``region_held`` (theirs or their service point's) and ``regions_held`` (of their directorate on ``day``)."""
        covered = DirectorateRegion.objects.on(day).filter(directorate=models.OuterRef("directorate"))
        return self.annotate(
            region_held=Coalesce("region_id", "service_point__region_id"),
            regions_held=ArraySubquery(covered.order_by("pk").values("region_id")),
        )

    def with_places(self) -> Self:
        return self.select_related("service_point", "region", "directorate", "team")

    def in_order(self) -> Self:
        return self.order_by("-during", "pk")


class Assignment(Dated):
    """A role held by someone, at one place or everywhere, for a time."""

    id = uuid7_key()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("nom"),
    )
    role = models.CharField(_("rôle"), max_length=40)
    service_point = models.ForeignKey(
        ServicePoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("point de services"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("région"),
    )
    directorate = models.ForeignKey(
        Directorate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("direction"),
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("équipe"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        indexes: ClassVar = [models.Index(fields=["role"], name="accounts_assignment_role")]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(service_point=None, region=None)
                | models.Q(service_point=None, directorate=None)
                | models.Q(region=None, directorate=None),
                name="accounts_assignment_one_place",
                violation_error_message=_("Une affectation a un seul lieu."),
            ),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(service_point__isnull=False),
                name="accounts_assignment_team_has_a_point",
                violation_error_message=_("Une équipe appartient à un point de services."),
            ),
            ExclusionConstraint(
                name="accounts_assignment_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Coalesce(
                            "service_point",
                            "region",
                            "directorate",
                            models.Value(
                                "00000000-0000-0000-0000-000000000000",
                                models.UUIDField(),
                            ),
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne a déjà ce rôle à cet endroit pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"

    @property
    def place(self) -> "ServicePoint | Region | Directorate | None":
        """Where it is held; ``with_places()`` loads it."""
        return self.service_point or self.region or self.directorate

    @property
    def role_name(self) -> str:
        found = find_role(self.role)
        return str(found.name) if found else self.role
