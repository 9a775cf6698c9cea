"""The needs assessment: pages of a dossier."""

from typing import Any

from ancrage.accounts.models import User
from ancrage.newcomers.actions.assessments import start_assessment
from ancrage.newcomers.models import Case, MeetingMode, NeedsAssessment
from tests.access.rows import Row, only, place_of
from tests.factories.newcomers import MOMENT, CaseFactory
from tests.factories.questionnaires import published
from tests.factories.territory import DirectorateRegionFactory, ServicePointFactory

READERS = only("integration_agent", "director")
WRITERS = only("integration_agent")


def _point(user: User | None) -> Any:
    """A service point within reach of ``user``, or any."""
    place = place_of(user) if user else None
    kind = place._meta.model_name if place else ""
    if kind == "servicepoint":
        return place
    if kind == "region":
        return ServicePointFactory.create(region=place)
    if kind == "directorate":
        return ServicePointFactory.create(region=DirectorateRegionFactory.create(directorate=place).region)
    return ServicePointFactory.create()


def _draft(case: Case, user: User | None) -> NeedsAssessment:
    from tests.factories.accounts import UserFactory

    published()
    by = user or UserFactory.create()
    return start_assessment(case=case, mode=MeetingMode.PHONE, interpreter_language="", by=by, at=MOMENT)


def _case(user):
    published()
    return {"case_id": CaseFactory.create(service_point=_point(user)).pk}


def _far_case(_user):
    published()
    return {"case_id": CaseFactory.create().pk}


def _in_progress(user):
    case = CaseFactory.create(service_point=_point(user))
    return {"case_id": case.pk, "assessment_id": _draft(case, user).pk}


def _far_in_progress(user):
    case = CaseFactory.create()
    return {"case_id": case.pk, "assessment_id": _draft(case, user).pk}


def _of_another_case(user):
    """A dossier within reach, and the assessment of one that is not."""
    return {**_case(user), "assessment_id": _far_in_progress(user)["assessment_id"]}


def _on(make, **more):
    return lambda user: {**make(user), **more}


def _finished(make):
    def made(user):
        arguments = make(user)
        NeedsAssessment.objects.filter(pk=arguments["assessment_id"]).update(completed_at=MOMENT)
        return arguments

    return made


SECTION = {"section": "settlement"}
SENT = {"revision": "0", "writer": "a", "logement__level": "1"}

ROWS = [
    Row("newcomers:assessments", READERS, _case, _far_case),
    Row("newcomers:assessment", READERS, _finished(_in_progress), _finished(_of_another_case)),
    Row("newcomers:assessment_start", WRITERS, _case, _far_case),
    Row("newcomers:assessment_start", WRITERS, _case, _far_case, data={"mode": "phone"}),
    Row("newcomers:assessment_page", WRITERS, _on(_in_progress, **SECTION), _on(_far_in_progress, **SECTION)),
    Row("newcomers:assessment_page", WRITERS, _on(_in_progress, **SECTION), _on(_of_another_case, **SECTION), data=SENT),
    Row(
        "newcomers:assessment_draft", WRITERS, _on(_in_progress, **SECTION), _on(_of_another_case, **SECTION),
        data=SENT, answers=frozenset({200}),
    ),
    Row("newcomers:assessment_summary", WRITERS, _in_progress, _of_another_case),
    Row("newcomers:assessment_summary", WRITERS, _in_progress, _far_in_progress, data={}),
]  # fmt: skip
