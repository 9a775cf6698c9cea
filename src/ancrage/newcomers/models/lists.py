from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.labels import Labelled, LabelledQuerySet


class ClosingReason(Labelled):
    """Why a dossier is closed."""

    id = uuid7_key()

    objects = LabelledQuerySet["ClosingReason"].as_manager()

    class Meta:
        verbose_name = _("motif de fermeture")
        verbose_name_plural = _("motifs de fermeture")


class DepartureReason(Labelled):
    """Why someone left the region."""

    id = uuid7_key()

    objects = LabelledQuerySet["DepartureReason"].as_manager()

    class Meta:
        verbose_name = _("motif de départ")
        verbose_name_plural = _("motifs de départ")


class DocumentType(Labelled):
    """What is asked of someone, in words that they read in their own language."""

    id = uuid7_key()

    objects = LabelledQuerySet["DocumentType"].as_manager()

    class Meta:
        verbose_name = _("genre de document")
        verbose_name_plural = _("genres de documents")
