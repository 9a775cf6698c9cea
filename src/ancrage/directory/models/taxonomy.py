from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.labels import Labelled, LabelledQuerySet


class Stream(models.TextChoices):
    """The four volets of Accompagnement Québec, and what crosses them."""

    SETTLEMENT = "settlement", _("Installation")
    FRENCH = "french", _("Francisation")
    EMPLOYMENT = "employment", _("Intégration au marché de l’emploi")
    COMMUNITY = "community", _("Intégration à la collectivité")
    TRANSVERSAL = "transversal", _("Transversal")


class NeedDomain(Labelled):
    """A domain of needs. What is said in a sensitive one is seen by named people only."""

    id = uuid7_key()
    stream = models.CharField(_("volet"), max_length=12, choices=Stream)
    icon = models.CharField(_("icône"), max_length=20, default="circle")
    is_sensitive = models.BooleanField(_("accès restreint"), default=False)

    objects = LabelledQuerySet["NeedDomain"].as_manager()

    class Meta:
        verbose_name = _("domaine de besoins")
        verbose_name_plural = _("domaines de besoins")


class StatusGroup(models.TextChoices):
    PERMANENT = "permanent", _("Statut permanent")
    TEMPORARY = "temporary", _("Statut temporaire")
    OTHER = "other", _("Autre situation")


class StatusCategory(Labelled):
    """An immigration status as services admit or refuse it."""

    id = uuid7_key()
    group = models.CharField(_("groupe"), max_length=10, choices=StatusGroup)

    objects = LabelledQuerySet["StatusCategory"].as_manager()

    class Meta:
        verbose_name = _("statut d’immigration")
        verbose_name_plural = _("statuts d’immigration")
