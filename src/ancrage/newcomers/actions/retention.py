"""What was kept long enough is destroyed: its content, its words, and what the history held of them."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Model, Q

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.files.actions import destroy_file
from ancrage.messaging.actions import forget_about
from ancrage.newcomers.models import Case, Document, LikelyDouble, OnlineRequest, Person
from ancrage.newcomers.queries.retention import documents_over, unwanted_over

NOBODY: Final = "—"
"""The name that stays of someone destroyed: there must be one."""


@transaction.atomic
def destroy_document(*, document: Document, by: Actor, at: datetime) -> bool:
    """Destroy a document kept long enough, and its file. False when it no longer is to be."""
    held = documents_over(at).select_for_update(of=("self",)).filter(pk=document.pk).first()
    if held is None:
        return False
    _destroy(held, by=by, at=at)
    return True


@transaction.atomic
def destroy_unwanted(*, case: Case, by: Actor, at: datetime) -> bool:
    """Destroy what an unwanted request held; the dossier stays, closed, to be counted. False when it is not to be.

    A person of another dossier too, or who was made one with another, keeps what is known of them.
    """
    held = (
        unwanted_over(at).select_for_update(of=("self",)).select_related("person", "region").filter(pk=case.pk).first()
    )
    if held is None:
        return False
    for document in Document.objects.filter(case=held).order_by("pk"):
        _destroy(document, by=by, at=at)
    online = OnlineRequest.objects.get(case=held)
    online.domains.clear()
    online.message, online.destroyed_at = "", at
    online.save(update_fields=["message", "destroyed_at"])
    forget_about(online)
    if not held.person.cases.exclude(pk=held.pk).exists() and not held.person.merges.exists():
        _empty(held.person)
    about = [held.pk, held.person_id]
    record("newcomers.onlinerequest.destroyed", by=by, on=online, at=at, about=about, region=held.region.code)
    return True


def _destroy(document: Document, *, by: Actor, at: datetime) -> None:
    case, stored = document.case, document.file
    about = [case.pk, case.person_id]
    record("newcomers.document.destroyed", by=by, on=document, at=at, about=about, region=case.region.code)
    pk = document.pk
    document.delete()
    _forget_history(Document, pk)
    destroy_file(stored=stored)


def _empty(person: Person) -> None:
    """Nothing of the person stays, nor in the history of their row."""
    LikelyDouble.objects.filter(Q(one=person) | Q(other=person)).delete()
    for rows in (person.statuses, person.french_levels, person.service_languages, person.memberships):
        for row in rows.all():
            pk = row.pk
            row.delete()
            _forget_history(type(row), pk)
    Person.objects.filter(pk=person.pk).update(
        given_names="",
        family_names="",
        original_name=NOBODY,
        other_names="",
        pronoun="",
        birth_on=None,
        phone="",
        phone_note="",
        email="",
        contact_hours="",
        address="",
        municipality=None,
        origin_country="",
        languages=[],
        interpreter_language="",
        arrived_on=None,
        expected_on=None,
        compared_revision=F("revision"),
    )
    _forget_history(Person, person.pk)


def _forget_history(model: type[Model], pk: Any) -> None:  # noqa: ANN401 - a key
    events = getattr(model, "pgh_event_model", None)
    if events is not None:
        events.objects.filter(pgh_obj_id=pk).delete()
