from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.labels import Labelled, LabelledQuerySet
from ancrage.directory.models import NeedDomain


class Performer(models.TextChoices):
    PERSON = "person", _("La personne")
    AGENT = "agent", _("L’agente ou l’agent")
    ORGANIZATION = "organization", _("Un organisme")


class CatalogueGoal(Labelled):
    """A goal often set, in the languages of the plans handed over."""

    id = uuid7_key()
    domain = models.ForeignKey(NeedDomain, models.CASCADE, "catalogue_goals", verbose_name=_("domaine"))

    objects = LabelledQuerySet["CatalogueGoal"].as_manager()

    class Meta:
        verbose_name = _("objectif du catalogue")
        verbose_name_plural = _("objectifs du catalogue")


class CatalogueAction(Labelled):
    """An action often taken, in the languages of the plans handed over."""

    id = uuid7_key()
    domain = models.ForeignKey(NeedDomain, models.CASCADE, "catalogue_actions", verbose_name=_("domaine"))
    performer = models.CharField(_("par qui"), max_length=12, choices=Performer, default=Performer.PERSON)
    usual_days = models.PositiveSmallIntegerField(_("délai habituel, en jours"), default=30)

    objects = LabelledQuerySet["CatalogueAction"].as_manager()

    class Meta:
        verbose_name = _("action du catalogue")
        verbose_name_plural = _("actions du catalogue")
