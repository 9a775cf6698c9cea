from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from ancrage.audit.models import AuditEntry
from ancrage.core.actors import Actor


def record(
    verb: str,
    *,
    by: Actor,
    on: Model,
    at: datetime,
    fields: Iterable[str] = (),
    about: Iterable[UUID] = (),
    region: str = "",
    address: str | None = None,
) -> AuditEntry:
    """Add one entry to the register, in the caller's transaction.

    :param verb: dotted and past, ``newcomers.case.opened``; a reading ends in ``.consulted``.
    :param fields: names of the fields touched, never their values.
    :param about: ids of the persons and dossiers concerned.
    :param region: the official code of the region, two digits.
    """
    return AuditEntry.objects.create(
        at=at,
        actor=by.actor_ref,
        verb=verb,
        target_type=on._meta.label_lower,
        target_id=str(on.pk),
        about=list(about),
        fields=sorted({*fields}),
        region=region,
        address=address,
    )
