from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.newcomers.models.person import Person


class Relation(models.TextChoices):
    """What a member is to the household."""

    ADULT = "adult", _("Adulte")
    SPOUSE = "spouse", _("Conjointe ou conjoint")
    CHILD = "child", _("Enfant")
    PARENT = "parent", _("Parent")
    OTHER = "other", _("Autre proche")


class Household(models.Model):
    """People who live together. Members never see one another's contact details here."""

    id = uuid7_key()
    created_at = models.DateTimeField(_("inscrit"))

    class Meta:
        verbose_name = _("ménage")
        verbose_name_plural = _("ménages")

    def __str__(self) -> str:
        return str(self.pk)


class HouseholdMemberQuerySet(models.QuerySet["HouseholdMember"]):
    def on(self, day: date) -> Self:
        return self.filter(during__contains=day)


@tracked(in_bulk=True)
class HouseholdMember(models.Model):
    id = uuid7_key()
    household = models.ForeignKey(Household, models.CASCADE, "members", verbose_name=_("ménage"))
    person = models.ForeignKey(Person, models.CASCADE, "memberships", verbose_name=_("personne"))
    relation = models.CharField(_("lien"), max_length=8, choices=Relation, default=Relation.ADULT)
    during = DateRangeField(_("période"))

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre du ménage")
        verbose_name_plural = _("membres du ménage")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="person_in_one_household",
                expressions=[("person", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("Cette personne fait déjà partie d’un ménage à ces dates."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.household_id}"
