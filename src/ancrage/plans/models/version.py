from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.plans.models.plan import ActionPlan


class AcceptanceMode(models.TextChoices):
    ON_SCREEN = "on_screen", _("À l’écran")
    VERBAL = "verbal", _("Verbalement")


class PlanVersion(models.Model):
    """The plan as it stood when it was proposed to the person. ``content`` is frozen, restricted needs left out."""

    id = uuid7_key()
    plan = models.ForeignKey(ActionPlan, models.CASCADE, "versions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("version"))
    revision = models.PositiveIntegerField(_("révision du plan"), default=0)
    content = models.JSONField(_("contenu"))
    language = models.CharField(_("langue jointe au français"), max_length=2, blank=True)
    made_at = models.DateTimeField(_("établie"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("établie par")
    )
    accepted_at = models.DateTimeField(_("acceptée"), null=True, blank=True)
    acceptance = models.CharField(_("mode d’acceptation"), max_length=10, choices=AcceptanceMode, blank=True)
    handed_over_at = models.DateTimeField(_("remise"), null=True, blank=True)

    class Meta:
        verbose_name = _("version du plan")
        verbose_name_plural = _("versions du plan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                name="plan_acceptance_has_mode",
                condition=models.Q(accepted_at=None, acceptance="")
                | (models.Q(accepted_at__isnull=False) & ~models.Q(acceptance="")),
                violation_error_message=_("Une acceptation porte son mode."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"
