from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.core.labels import Labelled
from ancrage.directory.actions.taxonomies import publish_taxonomies
from ancrage.directory.models import NeedDomain, StatusCategory


class EntryRefused(Refused):
    """The entry cannot be kept as typed."""


@transaction.atomic
def keep_entry(entry: Labelled, *, by: Actor, at: datetime) -> Labelled:
    """Add an entry to its list, or keep what changed of it. Its code stays what it was.

    :raises EntryRefused: when another entry has this code, or the code of a known one would change.
    """
    known = type(entry)._default_manager.filter(pk=entry.pk).values_list("code", flat=True).first()
    if known and known != entry.code:
        raise EntryRefused(_("Le code ne change pas : des fiches y renvoient."), field="code")
    try:
        entry.full_clean()
    except ValidationError as error:
        raise EntryRefused(" ".join(error.messages)) from error
    entry.save()
    verb = "changed" if known else "added"
    record(f"{entry._meta.label_lower}.{verb}", by=by, on=entry, at=at)
    if isinstance(entry, NeedDomain | StatusCategory):
        publish_taxonomies()
    return entry


@transaction.atomic
def offer_entry(entry: Labelled, *, is_active: bool, by: Actor, at: datetime) -> None:
    """Offer an entry among the choices, or no longer; what was chosen before keeps it."""
    entry.is_active = is_active
    entry.save(update_fields=["is_active"])
    verb = "offered" if is_active else "withdrawn"
    record(f"{entry._meta.label_lower}.{verb}", by=by, on=entry, at=at, fields=["is_active"])
