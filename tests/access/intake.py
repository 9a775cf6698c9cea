from datetime import UTC, datetime
from typing import Any

from ancrage.newcomers.models import Case, CaseState, Inquiry, InquiryKind
from tests.access.rows import Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.newcomers import CaseFactory, ContactNoteFactory
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory

AGENT = only("integration_agent")
DIRECTOR = only("director")
READERS = AGENT | DIRECTOR
DIRECTORY_READERS = (
    AGENT | DIRECTOR | only("regional_adviser", "recruitment_adviser", "system_administrator", "partner_worker")
)
REDIRECTS = frozenset({302})
MOMENT = datetime(2021, 7, 5, 14, 0, tzinfo=UTC)
WAITS = {"state": CaseState.REQUESTED, "first_contact_at": None}


def _reached(user: Any, **fields: Any) -> Case:
    """A request within reach of ``user``, an agent or a director; out of everyone's for the others."""
    place = place_of(user) if user else None
    kind = type(place).__name__
    point = place if kind == "ServicePoint" else ServicePointFactory.create()
    if kind == "Directorate":
        DirectorateRegionFactory.create(directorate=place, region=point.region)
    return CaseFactory.create(service_point=point, **(WAITS | fields))


def _case(user: Any) -> dict[str, Any]:
    return {"case_id": _reached(user).pk}


def _mine(user: Any) -> dict[str, Any]:
    return {"case_id": _reached(user, agent=user, state=CaseState.ACTIVE).pk}


def _elsewhere(_user: Any) -> dict[str, Any]:
    return {"case_id": CaseFactory.create(**WAITS).pk}


def _restricted(user: Any) -> dict[str, Any]:
    return {"case_id": _reached(user, is_restricted=True).pk}


def _note_of(case: Case) -> dict[str, Any]:
    return {"case_id": case.pk, "note_id": ContactNoteFactory.create(case=case).pk}


def _note(user: Any) -> dict[str, Any]:
    return _note_of(_reached(user))


def _note_of_another_case(user: Any) -> dict[str, Any]:
    return {"case_id": _reached(user).pk, "note_id": ContactNoteFactory.create().pk}


def _inquiry_on(case: Case) -> dict[str, Any]:
    asked = Inquiry.objects.create(
        case=case, kind=InquiryKind.CHECK, looked_for="Aya Diop", asked_by=UserFactory.create(), asked_at=MOMENT
    )
    return {"inquiry_id": asked.pk}


def _inquiry(user: Any) -> dict[str, Any]:
    return _inquiry_on(_reached(user))


def _inquiry_elsewhere(_user: Any) -> dict[str, Any]:
    return _inquiry_on(CaseFactory.create())


def _inquiry_restricted(user: Any) -> dict[str, Any]:
    return _inquiry_on(_reached(user, is_restricted=True))


def _person(user: Any) -> dict[str, Any]:
    return {"person_id": _reached(user).person_id}


# Of nobody: the page sends back to the search.
SLIP = {"search_pass": "x"}

ROWS = [
    Row("newcomers:cases", READERS, answers=REDIRECTS),
    Row("newcomers:cases", READERS, query={"state": "ouverts"}),
    Row("newcomers:cases_export", READERS, to=lambda _user: {"kind": "csv"}, query={"state": ""}),
    Row("newcomers:intake", AGENT),
    Row("newcomers:intake", AGENT, data={"given_names": "Aya"}, answers=frozenset({200})),
    Row("newcomers:intake_entry", AGENT, data=SLIP),
    Row("newcomers:intake_existing", AGENT, to=_person, data=SLIP),
    Row("newcomers:municipalities", AGENT, query={"q": "ri"}),
    Row("newcomers:inquiries", AGENT),
    Row("newcomers:inquiry_ask", AGENT, data={"hint_pass": "x", "kind": "check"}),
    Row("newcomers:inquiry", AGENT, to=_inquiry, outside=_inquiry_elsewhere),
    Row("newcomers:inquiry", AGENT, to=_inquiry, outside=_inquiry_restricted, data={"is_same_person": "non"}),
    Row("newcomers:requests", READERS),
    Row("newcomers:request_take", AGENT, to=_case, outside=_elsewhere, data={}),
    Row("newcomers:request_take", AGENT, to=_case, outside=_restricted, data={}),
    Row("newcomers:request_release", AGENT, to=_mine, outside=_elsewhere, data={}),
    Row("newcomers:request_contact", AGENT, to=_mine, outside=_elsewhere),
    Row(
        "newcomers:request_contact",
        AGENT,
        to=_mine,
        outside=_restricted,
        data={"channel": "phone", "is_reached": "oui"},
    ),
    Row("newcomers:request_contact_undo", AGENT, to=_note, outside=_note_of_another_case, data={}),
    Row("newcomers:request_assign", DIRECTOR, to=_case, outside=_elsewhere),
    Row("newcomers:request_assign", DIRECTOR, to=_case, outside=_restricted, data={}, answers=frozenset({200})),
    Row("workspace:search", DIRECTORY_READERS, query={"q": "haddad"}),
]
