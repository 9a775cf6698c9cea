from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ancrage.core.fields import uuid7_key


class Listed(models.TextChoices):
    """The lists that have views."""

    CASES = "dossiers", _("Dossiers")
    REQUESTS = "demandes", _("Demandes")
    OVERDUE = "retards", _("En retard")
    REFERRALS = "aiguillages", _("Aiguillages")
    APPOINTMENTS = "rendez-vous", pgettext_lazy("liste", "Rendez-vous")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def kept(self) -> Self:
        return self.filter(removed_at=None)

    def in_order(self) -> Self:
        return self.order_by("name", "pk")


class SavedView(models.Model):
    """Filters and columns of a list under a name, for one member of the staff.

    ``query`` is the end of an address, without any name that was typed; whoever opens it sees their own reach.
    """

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, "+", verbose_name=_("à"))
    listed = models.CharField(_("liste"), max_length=12, choices=Listed, default=Listed.CASES)
    name = models.CharField(_("nom de la vue"), max_length=60)
    query = models.TextField(_("filtres et colonnes"))
    created_at = models.DateTimeField(_("enregistrée"))
    removed_at = models.DateTimeField(_("retirée"), null=True, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("vue enregistrée")
        verbose_name_plural = _("vues enregistrées")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "listed", "name"],
                condition=models.Q(removed_at=None),
                name="one_view_of_a_name",
                violation_error_message=_("Vous avez déjà une vue de ce nom."),
            ),
            models.CheckConstraint(
                name="view_of_a_known_list",
                condition=models.Q(listed__in=Listed.values),
                violation_error_message=_("Cette liste n’a pas de vues."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
