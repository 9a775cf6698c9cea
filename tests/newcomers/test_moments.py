"""Staff lets the person of a dossier choose when to be met."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ancrage.audit.models import AuditEntry
from ancrage.newcomers.actions.moments import MomentRefused, offer_moment, restore_moment
from ancrage.newcomers.models import MomentOffer
from tests.factories.agenda import RoomFactory, works
from tests.factories.newcomers import MomentOfferFactory
from tests.factories.portal import SpaceFactory
from tests.newcomers.scene import Scene, a_scene, text_of, url

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
TYPED = {"modes": ["phone", "video"], "minutes": "45", "until": "2021-07-23", "subject": "Plan à revoir"}


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    made = a_scene()
    works(made.agent, made.case.service_point)
    return made


def test_offered_seen_withdrawn_and_restored(scene) -> None:
    SpaceFactory.create(person=scene.case.person)
    client, typed = scene.client(), {**TYPED, "worker": scene.agent.pk}
    page = text_of(client.post(url("moment_offer", scene.case), typed, follow=True))
    assert "C’est proposé" in page and "45 min avec" in page and "Téléphone, Visioconférence" in page
    assert "23 juillet 2021" in page and "Plan à revoir" in page
    offer = MomentOffer.objects.get()
    assert (offer.worker, offer.modes, offer.until) == (scene.agent, ["phone", "video"], date(2021, 7, 23))
    assert "Moment à choisir proposé à la personne" in text_of(client.get(url("case", scene.case)))
    assert "Retirer la proposition" not in text_of(client.post(url("moment_withdraw", scene.case, offer), follow=True))
    assert "Retirer la proposition" in text_of(client.post(url("moment_restore", scene.case, offer), follow=True))
    verbs = AuditEntry.objects.filter(verb__startswith="newcomers.moment").order_by("pk").values_list("verb", flat=True)
    assert [verb.rsplit(".", 1)[1] for verb in verbs] == ["offered", "withdrawn", "restored"]


def test_not_to_someone_without_a_space_and_nothing_typed_is_lost(scene) -> None:
    page = text_of(scene.client().post(url("moment_offer", scene.case), {**TYPED, "worker": scene.agent.pk}))
    assert "n’a pas d’espace « Mon plan » ouvert" in page and "Plan à revoir" in page
    SpaceFactory.create(person=scene.case.person, closed_at=AT)
    scene.client().post(url("moment_offer", scene.case), {**TYPED, "worker": scene.agent.pk})
    assert not MomentOffer.objects.exists()


@pytest.mark.parametrize("wrong", [{"until": "2021-07-13"}, {"modes": []}, {"until": "demain"}, {"minutes": "7"}])
def test_what_is_wrong_is_said_beside_it(wrong, scene) -> None:
    SpaceFactory.create(person=scene.case.person)
    answer = scene.client().post(url("moment_offer", scene.case), {**TYPED, "worker": scene.agent.pk} | wrong)
    assert answer.status_code == 200 and next(iter(wrong)) in answer.context["form"].errors
    assert not MomentOffer.objects.exists()


def test_a_new_offer_takes_the_place_of_the_one_that_waits(scene) -> None:
    SpaceFactory.create(person=scene.case.person)
    first = MomentOfferFactory.create(case=scene.case, worker=scene.agent)
    values = {"worker": scene.agent, "modes": ["phone"], "minutes": 30, "until": date(2021, 7, 30), "subject": ""}
    offer_moment(case=scene.case, **values, by=scene.agent, at=AT)
    first.refresh_from_db()
    assert first.withdrawn_at
    with pytest.raises(MomentRefused, match="déjà proposé"):
        restore_moment(offer=first, by=scene.agent, at=AT)


@pytest.mark.parametrize(("asked", "said"), [("libre", "une salle libre à l’heure choisie"), ("", "Salle Fleuve")])
def test_a_room_or_whichever_is_free(asked, said, scene) -> None:
    SpaceFactory.create(person=scene.case.person)
    room = RoomFactory.create(service_point=scene.case.service_point, name="Salle Fleuve")
    RoomFactory.create(name="Salle d’ailleurs")
    page = text_of(scene.client().get(url("moment_offer", scene.case)))
    assert "Une salle libre" in page and "Salle Fleuve" in page and "Salle d’ailleurs" not in page
    typed = {**TYPED, "worker": scene.agent.pk, "modes": ["place"], "room": asked or room.pk}
    page = text_of(scene.client().post(url("moment_offer", scene.case), typed, follow=True))
    assert f"Sur place, la rencontre prendra {said}" in page
    offer = MomentOffer.objects.get()
    assert (offer.room, offer.any_room) == (None if asked else room, bool(asked))


def test_a_room_is_for_a_visit_and_of_this_service_point(scene) -> None:
    SpaceFactory.create(person=scene.case.person)
    room, away = RoomFactory.create(service_point=scene.case.service_point), RoomFactory.create()
    for wrong in ({"room": room.pk}, {"room": away.pk, "modes": ["place"]}):
        answer = scene.client().post(url("moment_offer", scene.case), {**TYPED, "worker": scene.agent.pk} | wrong)
        assert list(answer.context["form"].errors) == ["room"]
    assert not MomentOffer.objects.exists()


def test_without_rooms_none_is_asked_for(scene) -> None:
    RoomFactory.create()
    assert "Salle, sur place" not in text_of(scene.client().get(url("moment_offer", scene.case)))


@pytest.mark.parametrize(
    "fields",
    [{"minutes": 0}, {"modes": []}, {"modes": ["courrier"]}, {"any_room": True}],
)
def test_the_database_holds_what_an_offer_is(fields) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MomentOfferFactory.create(**fields)


def test_one_waits_at_a_time(scene) -> None:
    MomentOfferFactory.create(case=scene.case)
    with pytest.raises(IntegrityError), transaction.atomic():
        MomentOfferFactory.create(case=scene.case)
