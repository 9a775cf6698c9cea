from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class MetadataAction(models.TextChoices):
    CREATE = "create", _("Ajout")
    UPDATE = "update", _("Modification")
    DELETE = "delete", _("Retrait")


class Metadata(models.Model):
    """One change of one field of a record, as HSDS tells it. It names no person: ``updated_by`` is a body.

    ``resource_id`` is no foreign key: what was said of a record outlives it.
    """

    id = uuid7_key()
    resource_id = models.UUIDField(_("fiche"))
    resource_type = models.CharField(_("genre de fiche"), max_length=30)
    last_action_date = models.DateTimeField(_("date"))
    last_action_type = models.CharField(_("action"), max_length=60)
    field_name = models.CharField(_("champ"), max_length=120)
    previous_value = models.TextField(_("valeur précédente"), blank=True)
    replacement_value = models.TextField(_("nouvelle valeur"), blank=True)
    updated_by = models.CharField(_("par"), max_length=200)
    extra = models.JSONField(_("autres renseignements reçus"), default=dict, blank=True)

    class Meta:
        verbose_name = _("modification d’une fiche")
        verbose_name_plural = _("modifications des fiches")
        indexes: ClassVar = [
            models.Index(fields=["resource_id", "-last_action_date"], name="directory_metadata_of"),
            models.Index(fields=["-last_action_date", "-id"], name="directory_metadata_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_type} {self.resource_id}: {self.field_name}"
