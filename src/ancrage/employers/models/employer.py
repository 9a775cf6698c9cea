import re
from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.directory.models import Organization
from ancrage.employers.enums import Experience, Francization, Origin, Sector, Size
from ancrage.employers.permissions import Permission

if TYPE_CHECKING:
    from ancrage.accounts.access import Access

NEQ: Final = re.compile(r"(11|22|33|88)\d{8}")
NOT_A_NEQ: Final = _("Un NEQ a dix chiffres et commence par 11, 22, 33 ou 88.")


class EmployerQuerySet(models.QuerySet["Employer"]):
    def visible_to(self, access: "Access", permission: Permission = Permission.READ_EMPLOYER) -> Self:
        """The files within the reach of ``permission``, less those merged into another."""
        scope, live = access.scopes(permission), self.filter(merged_into=None)
        if scope.everything:
            return live
        within = models.Q(region__in=scope.regions)
        if scope.own:
            within |= models.Q(adviser=access.user)
        return live.filter(within)

    def for_page(self, access: "Access", permission: Permission = Permission.READ_EMPLOYER) -> Self:
        """What every page of an employer loads first: visible, with its surroundings."""
        return self.visible_to(access, permission).select_related("organization", "region", "adviser")


@tracked()
class Employer(models.Model):
    """The file of a business, about an organisation of the directory, which holds its names and its website.

    ``neq``: the ten digits of the Registraire des entreprises. Without one, an adviser said why: ``no_neq_reason``.
    ``merged_into``: the file that took this one's place; what is counted follows it.
    """

    id = uuid7_key()
    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="employer", verbose_name=_("organisme")
    )
    region = models.ForeignKey("territory.Region", models.PROTECT, verbose_name=_("région"))
    neq = models.CharField(
        "NEQ",
        max_length=10,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(rf"^{NEQ.pattern}\Z", NOT_A_NEQ)],
        error_messages={"unique": _("Une fiche porte déjà ce NEQ.")},
    )
    no_neq_reason = models.CharField(_("raison de l’absence de NEQ"), max_length=300, blank=True)
    activity = models.CharField(_("activité"), max_length=200, blank=True)
    sector = models.CharField(_("secteur"), max_length=5, choices=Sector, blank=True)
    size = models.CharField(_("taille"), max_length=7, choices=Size, blank=True)
    employees = models.PositiveIntegerField(_("personnes employées"), null=True, blank=True)
    season = models.CharField(_("variation selon la saison"), max_length=200, blank=True)
    is_unionized = models.BooleanField(_("syndiquée"), null=True, blank=True)
    experience = models.CharField(_("expérience de l’immigration"), max_length=4, choices=Experience, blank=True)
    francization = models.CharField(_("francisation"), max_length=13, choices=Francization, blank=True)
    origin = models.CharField(_("origine du contact"), max_length=11, choices=Origin, default=Origin.EMPLOYER)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="employers",
        verbose_name=_("suivi par"),
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("fusionnée dans")
    )
    opened_at = models.DateTimeField(_("ouverte le"))
    changed_at = models.DateTimeField(_("modifiée le"))

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = _("employeur")
        verbose_name_plural = _("employeurs")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="employer_neq_or_reason",
                condition=models.Q(neq__isnull=False) | ~models.Q(no_neq_reason=""),
                violation_error_message=_("Donnez le NEQ, ou la raison de son absence."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["region", "-changed_at", "-id"], name="employer_region"),
            models.Index(fields=["adviser", "-changed_at", "-id"], name="employer_adviser"),
        ]

    def __str__(self) -> str:
        return self.neq or str(self.pk)

    def is_within(self, access: "Access", permission: Permission) -> bool:
        """Whether this file, read already, is within the reach of ``permission``: as ``visible_to`` says it."""
        scope = access.scopes(permission)
        own = scope.own and self.adviser_id == access.user.pk
        return scope.everything or own or self.region_id in scope.regions


class EmployerAssignment(models.Model):
    """Who follows an employer, from when to when."""

    id = uuid7_key()
    employer = models.ForeignKey(Employer, models.CASCADE, "assignments", verbose_name=_("employeur"))
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+", verbose_name=_("suivi par"))
    during = DateRangeField(_("période"))

    class Meta:
        verbose_name = _("suivi d’un employeur")
        verbose_name_plural = _("suivis d’employeurs")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="employer_one_adviser",
                expressions=[("employer", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Quelqu’un suit déjà cet employeur à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.adviser_id} @ {self.employer_id}"
