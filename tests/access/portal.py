"""Mon plan: the pages of the person, its door, and the side of the staff."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator

from ancrage.accounts.roles import AccountKind
from ancrage.agenda.models import Appointment, AppointmentState
from ancrage.core import now, today
from ancrage.newcomers.actions.plan import make_version
from ancrage.newcomers.models import Case
from tests.access.places import far, near
from tests.access.rows import EVERYBODY, Row, only
from tests.factories.accounts import UserFactory
from tests.factories.agenda import AppointmentFactory, span
from tests.factories.newcomers import (
    CaseAppointmentFactory,
    CaseFactory,
    ConsentFactory,
    DocumentFactory,
    DocumentRequestFactory,
    MomentOfferFactory,
)
from tests.factories.plans import PlanActionFactory
from tests.factories.portal import SpaceFactory

AGENT = only("integration_agent")
PERSON = only("newcomer")
REDIRECTS = frozenset({302})


def coming() -> Appointment:
    start = now() + timedelta(days=2)
    return AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)))


def _case(user: Any) -> Case:
    """That of whoever has a space; anyone's for the others."""
    if user and user.kind == AccountKind.SPACE:
        return CaseFactory.create(person=SpaceFactory.create(user=user, email=f"{user.pk}@exemple.ca").person)
    return CaseFactory.create()


def _own(user: Any) -> dict[str, Any]:
    _case(user)
    return {}


def _asked(user: Any) -> dict[str, Any]:
    """Someone who came to an appointment yesterday."""
    start = now() - timedelta(days=1)
    row = AppointmentFactory.create(during=span(start, start + timedelta(minutes=30)))
    Appointment.objects.filter(pk=row.pk).update(
        state=AppointmentState.PRESENT, decided_at=now(), decided_by=row.worker
    )
    CaseAppointmentFactory.create(case=_case(user), appointment=row)
    return {}


def _action(user: Any) -> dict[str, Any]:
    """Of another plan or not, the answer is the same: back to one's own."""
    plan = _case(user).plan
    return {"action_id": PlanActionFactory.create(goal__need__plan=plan).pk}


def _appointment(user: Any) -> dict[str, Any]:
    return {"tie_id": CaseAppointmentFactory.create(case=_case(user), appointment=coming()).pk}


def _chosen(user: Any) -> dict[str, Any]:
    """By whoever has the space."""
    row = coming()
    tie = CaseAppointmentFactory.create(case=_case(user), appointment=row)
    Appointment.objects.filter(pk=row.pk).update(booked_by=user or row.worker)
    return {"tie_id": tie.pk}


def _offered(user: Any) -> dict[str, Any]:
    MomentOfferFactory.create(case=_case(user), until=today() + timedelta(days=9))
    return {}


def _cancelled(user: Any, *, case: Case | None = None) -> dict[str, Any]:
    """By whoever has the space."""
    case, row = case or _case(user), coming()
    decided = {"state": AppointmentState.CANCELLED_BY_PERSON, "decided_at": now(), "decided_by": user or row.worker}
    Appointment.objects.filter(pk=row.pk).update(**decided)
    return {"tie_id": CaseAppointmentFactory.create(case=case, appointment=row).pk}


def _another_s_cancelled(user: Any) -> dict[str, Any]:
    _case(user)
    return _cancelled(user, case=CaseFactory.create())


def _document(user: Any) -> dict[str, Any]:
    case = _case(user)
    author = {"added_by": user} if user else {}
    return {"document_id": DocumentFactory.create(case=case, **author).pk}


def _another_s_document(user: Any) -> dict[str, Any]:
    return {"document_id": DocumentFactory.create(case=_case(user)).pk}


def _asked_for(user: Any) -> dict[str, Any]:
    return {"asked_id": DocumentRequestFactory.create(case=_case(user)).pk}


def _asked_of_another(user: Any) -> dict[str, Any]:
    _case(user)
    return {"asked_id": DocumentRequestFactory.create().pk}


def _shown_document(user: Any) -> dict[str, Any]:
    return {"document_id": DocumentFactory.create(case=_case(user), shared_at=now()).pk}


def _shown_to_another(user: Any) -> dict[str, Any]:
    _case(user)
    return {"document_id": DocumentFactory.create(shared_at=now()).pk}


def _proposed(user: Any) -> dict[str, Any]:
    case = _case(user)
    case.sees_restricted = False
    PlanActionFactory.create(goal__need__plan=case.plan)
    make_version(case=case, expected_revision=case.plan.revision, by=UserFactory.create(), at=now())
    return {}


def _device(user: Any) -> dict[str, Any]:
    _case(user)
    key = Authenticator.objects.create(
        user=user or UserFactory.create(), type=Authenticator.Type.WEBAUTHN, data={"name": "Téléphone"}
    )
    return {"key_id": key.pk}


def _another_s_device(user: Any) -> dict[str, Any]:
    _case(user)
    return _device(None)


def _consent(user: Any) -> dict[str, Any]:
    return {"consent_id": ConsentFactory.create(case=_case(user)).pk}


def _another_s_consent(user: Any) -> dict[str, Any]:
    _case(user)
    return {"consent_id": ConsentFactory.create().pk}


def _another_s(user: Any) -> dict[str, Any]:
    _case(user)
    return {"tie_id": CaseAppointmentFactory.create(appointment=coming()).pk}


def _key(_user: Any) -> dict[str, Any]:
    return {"key": "ABC"}


ROWS = [
    # From the dossier
    Row("portal:access", AGENT, near, far),
    Row("portal:access", AGENT, near, far, data={"way": "printed", "language": "ar"}, answers=frozenset({200})),
    Row("portal:invitation_withdraw", AGENT, near, far, data={}),
    Row("portal:access_close", AGENT, near, far, data={}),
    Row("portal:access_reopen", AGENT, near, far, data={}),
    Row("portal:satisfaction", only("director")),
    # The door: the same for everyone
    Row("portal:sign_in", EVERYBODY),
    # Limited by address: the seventh is told to wait.
    Row("portal:sign_in", EVERYBODY, data={"email": "personne@exemple.ca"}, answers=frozenset({200, 302})),
    Row("portal:code", EVERYBODY, answers=REDIRECTS),
    Row("portal:activate", EVERYBODY, _key),
    Row("portal:key", EVERYBODY),
    Row("portal:key", EVERYBODY, data={"credential": "{}"}),
    Row("portal:sign_out", EVERYBODY, answers=REDIRECTS),
    Row("portal:sign_out", EVERYBODY, data={}),
    # The space
    Row("portal:plan", PERSON, _own),
    Row("portal:resume", PERSON, _own, answers=REDIRECTS),
    Row("portal:history", PERSON, _own),
    Row("portal:action_done", PERSON, _action, data={}),
    Row("portal:action_undo", PERSON, _action, data={}),
    Row("portal:confirm", PERSON, _appointment, _another_s, data={}),
    Row("portal:answer_take_back", PERSON, _appointment, _another_s, data={}),
    Row("portal:move", PERSON, _appointment, _another_s),
    Row("portal:move", PERSON, _appointment, _another_s, data={"reason": "Je travaille"}),
    Row("portal:choose", PERSON, _offered),
    Row("portal:choose", PERSON, _offered, data={"start": ""}, answers=frozenset({200})),
    Row("portal:choose_instead", PERSON, _chosen, _another_s),
    Row("portal:choose_instead", PERSON, _chosen, _another_s, data={"start": ""}, answers=frozenset({200})),
    Row("portal:cancel", PERSON, _appointment, _another_s, data={}),
    Row("portal:cancel_undo", PERSON, _cancelled, _another_s_cancelled, data={}),
    Row("portal:opinion", PERSON, _asked, _own),
    Row("portal:opinion", PERSON, _asked, _own, data={"score": "4"}),
    Row("portal:calendar", PERSON, _own),
    Row("portal:plan_file", PERSON, _proposed, _own),
    Row("portal:documents", PERSON, _own),
    Row("portal:documents", PERSON, _own, data={"document_title": "Bail"}, answers=frozenset({200})),
    Row("portal:document", PERSON, _document, _another_s_document),
    Row("portal:document", PERSON, _shown_document, _shown_to_another),
    Row("portal:document_take_away", PERSON, _document, _another_s_document, data={}),
    Row("portal:document_put_back", PERSON, _document, _another_s_document, data={}),
    Row("portal:asked_give", PERSON, _asked_for, _asked_of_another),
    Row("portal:asked_give", PERSON, _asked_for, _asked_of_another, data={"sent": "1"}, answers=frozenset({200})),
    Row("portal:asked_not_held", PERSON, _asked_for, _asked_of_another),
    Row("portal:asked_not_held", PERSON, _asked_for, _asked_of_another, data={"not_held": "Perdu"}),
    Row("portal:asked_take_back", PERSON, _asked_for, _asked_of_another, data={}),
    Row("portal:devices", PERSON, _own),
    Row("portal:devices", PERSON, _own, data={"device_name": "Téléphone"}, answers=frozenset({200})),
    Row("portal:device_add", PERSON, _own, answers=REDIRECTS),
    Row("portal:device_add", PERSON, _own, data={"credential": "{}"}),
    Row("portal:device_remove", PERSON, _device, _another_s_device),
    Row("portal:device_remove", PERSON, _device, _another_s_device, data={}),
    Row("portal:data", PERSON, _own),
    Row("portal:data", PERSON, _own, data={"contact_way": "phone", "write_hours": "any"}),
    Row("portal:download", PERSON, _own),
    Row("portal:consent_withdraw", PERSON, _consent, _another_s_consent),
    Row("portal:consent_withdraw", PERSON, _consent, _another_s_consent, data={}),
]
