from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.directory.models import Occupation
from ancrage.employers.enums import Duration, Schedule
from ancrage.employers.models.employer import Employer
from ancrage.employers.models.place import Establishment

_LEVELS = [MinValueValidator(1), MaxValueValidator(12)]


class VacancyState(models.TextChoices):
    """What was decided. A published one that is past its day is said « expiré »: ``with_expiry``."""

    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("À valider")
    PUBLISHED = "published", _("Publié")
    CLOSED = "closed", _("Fermé")


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    def open_on(self, day: date) -> Self:
        """Those that may be answered on ``day``."""
        return self.filter(state=VacancyState.PUBLISHED, expires_on__gte=day)

    def expired_on(self, day: date) -> Self:
        return self.filter(state=VacancyState.PUBLISHED, expires_on__lt=day)

    def with_expiry(self, day: date) -> Self:
        """``is_expired``: published, and past its last day."""
        past = models.Q(state=VacancyState.PUBLISHED, expires_on__lt=day)
        return self.annotate(is_expired=models.ExpressionWrapper(past, models.BooleanField()))


@tracked()
class Vacancy(models.Model):
    """Posts that an employer wants to fill. Wages are dollars an hour; levels of French go from 1 to 12.

    ``expires_on``: the last day it may be answered. ``return_reason``: why an adviser sent it back to its writer.
    ``keeps_wording``: whoever wrote it was told of words that look like a forbidden criterion, and keeps them.
    """

    id = uuid7_key()
    employer = models.ForeignKey(Employer, models.PROTECT, "vacancies", verbose_name=_("employeur"))
    establishment = models.ForeignKey(
        Establishment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lieu de travail")
    )
    occupation = models.ForeignKey(Occupation, models.PROTECT, "+", verbose_name=_("profession"))
    title = models.CharField(_("titre du poste"), max_length=160)
    posts = models.PositiveSmallIntegerField(_("nombre de postes"), default=1, validators=[MinValueValidator(1)])
    wage_from = models.DecimalField(_("salaire horaire, au moins"), max_digits=6, decimal_places=2)
    wage_to = models.DecimalField(_("salaire horaire, au plus"), max_digits=6, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(_("heures par semaine"), max_digits=4, decimal_places=1, null=True, blank=True)
    schedule = models.CharField(_("horaire"), max_length=8, choices=Schedule, default=Schedule.DAY)
    duration = models.CharField(_("durée"), max_length=9, choices=Duration, default=Duration.PERMANENT)
    months = models.PositiveSmallIntegerField(_("mois"), null=True, blank=True)
    french_oral = models.PositiveSmallIntegerField(_("français oral"), null=True, blank=True, validators=_LEVELS)
    french_written = models.PositiveSmallIntegerField(_("français écrit"), null=True, blank=True, validators=_LEVELS)
    experience = models.PositiveSmallIntegerField(_("années d’expérience"), default=0)
    starts_on = models.DateField(_("entrée en fonction"), null=True, blank=True)
    has_housing = models.BooleanField(_("logement offert"), default=False)
    description = models.TextField(_("tâches et conditions"), blank=True)
    keeps_wording = models.BooleanField(_("formulation gardée"), default=False)
    state = models.CharField(_("état"), max_length=9, choices=VacancyState, default=VacancyState.DRAFT)
    return_reason = models.CharField(_("à corriger"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("créé le"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, "+", verbose_name=_("créé par"))
    submitted_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("validé par")
    )
    expires_on = models.DateField(_("expire le"), null=True, blank=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("poste")
        verbose_name_plural = _("postes")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="vacancy_wages_in_order",
                condition=models.Q(wage_to=None) | models.Q(wage_to__gte=models.F("wage_from")),
                violation_error_message=_("Le salaire le plus haut est au moins le plus bas."),
            ),
            models.CheckConstraint(
                name="vacancy_published_expires",
                condition=~models.Q(state=VacancyState.PUBLISHED) | models.Q(expires_on__isnull=False),
                violation_error_message=_("Un poste publié a une date d’expiration."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["employer", "-made_at", "-id"], name="vacancy_employer"),
            models.Index(fields=["state", "expires_on"], name="vacancy_state"),
        ]

    def __str__(self) -> str:
        return self.title


class MinimumWageQuerySet(models.QuerySet["MinimumWage"]):
    def on(self, day: date) -> Decimal | None:
        """Dollars an hour; ``None`` for a day that no rate covers."""
        return self.filter(during__contains=day).values_list("rate", flat=True).first()


class MinimumWage(models.Model):
    """The general rate of the minimum wage in Québec, in dollars an hour (Règlement sur les normes du travail, art. 3)."""

    id = uuid7_key()
    rate = models.DecimalField(_("taux"), max_digits=5, decimal_places=2)
    during = DateRangeField(_("période"))

    objects = MinimumWageQuerySet.as_manager()

    class Meta:
        verbose_name = _("salaire minimum")
        verbose_name_plural = _("salaires minimums")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="minimum_wage_one_a_day",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Un taux vaut déjà à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rate} $"
