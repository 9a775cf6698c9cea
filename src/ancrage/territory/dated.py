"""Facts that hold for a range of days: the structure changes with time and its past stays true."""

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class DatedQuerySet(models.QuerySet[M_co]):
    def on(self, day: date) -> Self:
        """Those in force on ``day``."""
        return self.filter(during__contains=day)

    def ended_by(self, day: date) -> Self:
        """Those whose last day is before ``day``."""
        return self.filter(during__endswith__lte=day)


class Dated(models.Model):
    """``during`` is half open: the upper day is the first one on which the fact no longer holds."""

    during = DateRangeField(_("période"))

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(during__isempty=False, during__startswith__isnull=False),
                name="%(app_label)s_%(class)s_has_a_start",
                violation_error_message=_("La période doit avoir un début, et la fin doit le suivre."),
            )
        ]

    @property
    def starts_on(self) -> date:
        return self.during.lower  # type: ignore[no-any-return]

    @property
    def ends_before(self) -> date | None:
        """The first day on which it no longer holds; none while no end is known."""
        return self.during.upper  # type: ignore[no-any-return]

    def is_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)


def from_day(start: date, before: date | None = None) -> DateRange:
    """The days from ``start``, up to but without ``before``."""
    return DateRange(start, before, "[)")
