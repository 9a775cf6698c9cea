"""The person, the household, languages, consent, and who sees the dossier."""

from uuid import uuid4

from ancrage.core import today
from ancrage.newcomers.models import Case, ConsentAges
from tests.access.rows import Row, only, place_of
from tests.factories.newcomers import (
    CaseFactory,
    CircleMemberFactory,
    ConsentAgesFactory,
    ConsentFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    ImmigrationStatusFactory,
    NoticeFactory,
    ServiceLanguageFactory,
)
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")
AUDITORS = only("integration_agent", "director", "privacy_officer")
OPENERS = only("integration_agent", "director")
DAY = today().isoformat()


def _point(user):
    """A service point within reach of the user, or any."""
    place = place_of(user) if user else None
    kind = type(place).__name__
    if kind == "ServicePoint":
        return place
    if kind == "Directorate":
        return ServicePointFactory.create(region=DirectorateRegionFactory.create(directorate=place).region)
    return ServicePointFactory.create(**({"region": place} if kind == "Region" else {}))


def _case(user, **fields) -> Case:
    if not ConsentAges.objects.exists():
        ConsentAgesFactory.create()
    case = CaseFactory.create(service_point=_point(user), **({"agent": user} | fields))
    NoticeFactory.create()
    if user:
        CircleMemberFactory.create(case=case, user=user)
    return case


def _in_reach(user):
    return {"case_id": _case(user).pk}


def _restricted(user):
    return {"case_id": _case(user, is_restricted=True).pk}


def _elsewhere(_user):
    return {"case_id": CaseFactory.create().pk}


def _of_another(name):
    """A row of another dossier than the one in the address."""

    def make(user):
        return {"case_id": _case(user).pk, name: uuid4()}

    return make


def _member(user):
    case = _case(user)
    household = HouseholdFactory.create()
    HouseholdMemberFactory.create(household=household, person=case.person)
    return {"case_id": case.pk, "member_id": HouseholdMemberFactory.create(household=household).pk}


def _status(user):
    case = _case(user)
    return {"case_id": case.pk, "status_id": ImmigrationStatusFactory.create(person=case.person).pk}


def _language(user):
    case = _case(user)
    return {"case_id": case.pk, "language_id": ServiceLanguageFactory.create(person=case.person).pk}


def _consent(user):
    case = _case(user)
    return {"case_id": case.pk, "consent_id": ConsentFactory.create(case=case).pk}


def _named(user):
    case = _case(user)
    return {"case_id": case.pk, "member_id": CircleMemberFactory.create(case=case).pk}


def _notice(_user):
    return {"number": NoticeFactory.create().number}


def _reads(name, to=_in_reach, outside=_elsewhere, who=READERS):
    return Row(f"newcomers:{name}", who, to=to, outside=outside)


def _writes(name, to=_in_reach, outside=_elsewhere, who=WRITERS, data=None):
    """Its form, and what it writes; a refused form is shown again."""
    posted = Row(f"newcomers:{name}", who, to=to, outside=outside, data=data or {}, answers=frozenset({200, 302}))
    return [Row(f"newcomers:{name}", who, to=to, outside=outside), posted]


ROWS = [
    *_writes("person_edit"),
    _reads("statuses"),
    *_writes("status_add"),
    *_writes("status_end", _status, _of_another("status_id"), data={"on": DAY}),
    _reads("languages"),
    *_writes("level_add", data={"listening": "5", "source": "test", "assessed_on": DAY}),
    *_writes("service_language_add"),
    *_writes("service_language_end", _language, _of_another("language_id"), data={"on": DAY}),
    _reads("household"),
    *_writes("member_add", data={"given_names": "Sofía", "relation": "child", "since": DAY}),
    *_writes("member_edit", _member, _of_another("member_id"), data={"relation": "child", "since": DAY}),
    *_writes("member_leave", _member, _of_another("member_id"), data={"on": DAY}),
    Row("newcomers:notice", READERS, to=_notice, outside=lambda _user: {"number": 32_000}),
    _reads("consents"),
    *_writes("consent_add"),
    *_writes("consent_withdraw", _consent, _of_another("consent_id")),
    Row("newcomers:exceptional_access", OPENERS),
    Row(
        "newcomers:exceptional_access",
        OPENERS,
        data={"reference": "X", "reason": "Une raison"},
        answers=frozenset({200}),
    ),
    _reads("circle"),
    *_writes("circle_restrict", data={"reason": "Une raison"}),
    *_writes("circle_unrestrict", _restricted, who=READERS, data={"reason": "Une raison"}),
    *_writes("circle_name", who=READERS),
    Row("newcomers:circle_unname", READERS, to=_named, outside=_of_another("member_id"), data={}),
    *_writes("tie_declare", who=READERS),
    Row("newcomers:consultations", AUDITORS, to=_in_reach, outside=lambda _user: {"case_id": uuid4()}),
    Row("newcomers:consultations", READERS | only("privacy_officer"), to=_restricted),
    _reads("person_history", who=only("integration_agent", "director")),
]
