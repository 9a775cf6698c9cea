from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key

if TYPE_CHECKING:
    from uuid import UUID

# A test's flush truncates; it says so in its session. Nobody else may.
_GUARD = """
IF current_setting('ancrage.flush', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF;
IF TG_OP = 'UPDATE' AND OLD.seal_no IS NULL AND NEW.seal_no IS NOT NULL
   AND to_jsonb(NEW) - 'seal_no' = to_jsonb(OLD) - 'seal_no' THEN RETURN NEW; END IF;
RAISE EXCEPTION 'append-only';
"""
_REFUSE_TRUNCATE = """
IF current_setting('ancrage.flush', true) = 'on' THEN RETURN NULL; END IF;
RAISE EXCEPTION 'append-only';
"""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, target: "UUID") -> Self:
        """The entries that concern one person or dossier."""
        return self.filter(about__contains=[target])

    def consultations(self) -> Self:
        return self.filter(verb__endswith=".consulted")

    def unsealed(self) -> Self:
        return self.filter(seal_no=None)


class AuditEntry(models.Model):
    """Who did what to what, when. Ids, verbs and field names: never a name nor a value.

    No foreign key: every action writes here and nothing is kept from deletion by it.
    """

    id = uuid7_key()
    at = models.DateTimeField(_("moment"))
    actor = models.CharField(_("auteur"), max_length=80)
    verb = models.CharField(_("acte"), max_length=80)
    target_type = models.CharField(_("nature de l’objet"), max_length=60)
    target_id = models.CharField(_("objet"), max_length=60)
    about = ArrayField(models.UUIDField(), verbose_name=_("dossiers et personnes en cause"), default=list)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("champs"), default=list)
    region = models.CharField(_("région"), max_length=2, default="")
    address = models.GenericIPAddressField(_("adresse réseau"), null=True)
    seal_no = models.BigIntegerField(_("sceau"), null=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription au registre")
        verbose_name_plural = _("inscriptions au registre")
        indexes: ClassVar = [
            GinIndex(fields=["about"], name="audit_about"),
            models.Index(fields=["target_type", "target_id", "-at"], name="audit_target"),
            models.Index(fields=["actor", "-at"], name="audit_actor"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(seal_no=None)),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_GUARD,
            ),
            pgtrigger.Trigger(
                name="no_truncate",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func=_REFUSE_TRUNCATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type}:{self.target_id}"


class Seal(models.Model):
    """A keyed hash over the entries sealed together, chained to the seal before it."""

    no = models.BigIntegerField(_("numéro"), primary_key=True)
    at = models.DateTimeField(_("moment"))
    entries = models.PositiveIntegerField(_("inscriptions"))
    previous = models.CharField(_("sceau précédent"), max_length=64)
    hash = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        verbose_name = _("sceau")
        verbose_name_plural = _("sceaux")
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="seal_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="IF current_setting('ancrage.flush', true) = 'on' THEN RETURN COALESCE(NEW, OLD); END IF; "
                "RAISE EXCEPTION 'append-only';",
            ),
            pgtrigger.Trigger(
                name="seal_no_truncate",
                level=pgtrigger.Statement,
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                func=_REFUSE_TRUNCATE,
            ),
        ]

    def __str__(self) -> str:
        return str(self.no)
