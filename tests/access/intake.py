from datetime import UTC, datetime
from typing import Any

from ancrage.core import now
from ancrage.newcomers.models import Case, CaseState, CounterEnquiry, Inquiry, InquiryKind, OnlineRequest
from ancrage.newcomers.queries.passes import give_receipt
from tests.access.rows import EVERYBODY, Row, only, place_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import CaseFactory, ContactNoteFactory, NoticeFactory
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


def _enquiry(user: Any) -> dict[str, Any]:
    noted = CounterEnquiry.objects.create(
        service_point=_reached(user).service_point,
        domain=NeedDomainFactory.create(),
        language="es",
        at=MOMENT,
        by=user or UserFactory.create(),
    )
    return {"enquiry_id": noted.pk}


def _enquiry_elsewhere(_user: Any) -> dict[str, Any]:
    return _enquiry(None)


def _named(user: Any) -> dict[str, Any]:
    return _enquiry(user) | {"case_id": _reached(user).pk}


def _named_elsewhere(user: Any) -> dict[str, Any]:
    return _enquiry(user) | {"case_id": CaseFactory.create().pk}


def _form(_user: Any) -> dict[str, Any]:
    """A point of services and a notice: without them, there is no form."""
    ServicePointFactory.create()
    NoticeFactory.create()
    return {}


def _receipt(_user: Any) -> dict[str, Any]:
    return {"receipt": give_receipt("BSL-2021-000001", now())}


def _altered_receipt(_user: Any) -> dict[str, Any]:
    return {"receipt": "gAAAAABaltered"}


def _online(user: Any, **fields: Any) -> dict[str, Any]:
    case = _reached(user, **fields)
    OnlineRequest.objects.create(case=case, language="fr", notice=NoticeFactory.create(), received_at=MOMENT)
    return {"case_id": case.pk}


def _online_elsewhere(_user: Any) -> dict[str, Any]:
    return _online(None)


def _online_restricted(user: Any) -> dict[str, Any]:
    return _online(user, is_restricted=True)


# Of nobody: the page sends back to the search.
SLIP = {"search_pass": "x"}

ROWS = [
    Row("newcomers:cases", READERS, answers=REDIRECTS),
    Row("newcomers:cases", READERS, query={"state": "ouverts"}),
    Row("newcomers:case_agents", READERS, query={"q": "ro"}),
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
    # At the counter.
    Row("newcomers:counter", AGENT),
    Row("newcomers:counter", AGENT, data={}, answers=frozenset({200})),
    Row("newcomers:counter_drop", AGENT, to=_enquiry, outside=_enquiry_elsewhere, data={}),
    Row("newcomers:counter_name", AGENT, to=_enquiry, outside=_enquiry_elsewhere),
    Row(
        "newcomers:counter_name",
        AGENT,
        to=_enquiry,
        outside=_enquiry_elsewhere,
        data={"reference": "x"},
        answers=frozenset({200}),
    ),
    Row("newcomers:counter_unname", AGENT, to=_named, outside=_named_elsewhere, data={}),
    # The public request: open to whoever has no account.
    Row("newcomers:online", EVERYBODY, to=_form),
    Row("newcomers:online", EVERYBODY, to=_form, query={"langue": "ar"}),
    Row("newcomers:online", EVERYBODY, to=_form, data={}, answers=frozenset({200})),
    Row("newcomers:online_places", EVERYBODY, query={"q": "ri"}),
    Row("newcomers:online_received", EVERYBODY, to=_receipt, outside=_altered_receipt),
    Row("newcomers:online_received", EVERYBODY, to=_receipt, query={"langue": "es"}),
    Row("newcomers:request_discard", AGENT, to=_online, outside=_online_elsewhere, data={}),
    Row("newcomers:request_discard", AGENT, to=_online, outside=_online_restricted, data={}),
    Row("newcomers:request_bring_back", AGENT, to=_online, outside=_online_elsewhere, data={}),
    Row("newcomers:requests", READERS, answers=REDIRECTS),
    Row("newcomers:requests", READERS, query={"tous": ""}),
    Row("newcomers:requests_export", READERS, to=lambda _user: {"kind": "csv"}, query={"tous": ""}),
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
