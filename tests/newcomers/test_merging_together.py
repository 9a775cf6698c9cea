"""A merge while a referral of either dossier is being answered, for real: two connections, two transactions."""

from datetime import UTC, date, datetime

import pytest

from ancrage.newcomers.actions.merging import merge_persons
from ancrage.newcomers.jobs import compare_persons
from ancrage.newcomers.models import CaseReferral, CaseState, ClosingReason, LikelyDouble, Person
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.models import ReferralState
from tests.factories.newcomers import CaseFactory, PersonFactory
from tests.newcomers.scene import a_scene
from tests.newcomers.test_intake_together import together
from tests.referrals.sent import sent_tie

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)
BORN = date(1988, 5, 12)


@pytest.mark.parametrize("closed", [True, False])
def test_merged_while_a_referral_is_answered_nothing_is_lost(closed: bool) -> None:
    ClosingReason.objects.get_or_create(code="doublon", defaults={"label_fr": "Double", "label_en": "Duplicate"})
    scene = a_scene(person=PersonFactory.create(given_names="Leïla", family_names="Haddad", birth_on=BORN))
    person = PersonFactory.create(given_names="Layla", family_names="Haddad", birth_on=BORN)
    other = CaseFactory.create(service_point=scene.case.service_point, agent=scene.colleague, person=person)
    tie = sent_tie(case=other if closed else scene.case)
    compare_persons(0)
    pair = LikelyDouble.objects.select_related("one", "other").get()
    seen = {pair.one_id: pair.one.revision, pair.other_id: pair.other.revision}
    refused = together(
        lambda: accept(referral=tie.referral, by=tie.referral.links.get(), at=AT),
        lambda: merge_persons(pair=pair, from_other=[], continuing=scene.case, seen=seen, by=scene.agent, at=AT),
    )
    # The answer always arrives; a dossier that still awaited it is not closed, and it can be tried again.
    assert refused[0] == "" and (not refused[1] or "attendent une réponse" in refused[1])
    answered = CaseReferral.objects.select_related("referral").get(pk=tie.pk)
    assert answered.referral.state == ReferralState.ACCEPTED and answered.case_id == tie.case_id
    other.refresh_from_db()
    assert Person.objects.count() == (2 if refused[1] else 1)
    assert (other.state == CaseState.CLOSED) is not bool(refused[1])
    assert closed or not refused[1]
