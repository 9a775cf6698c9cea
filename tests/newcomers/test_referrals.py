"""What a referral communicates, when it is refused, and the pages around it."""

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ancrage.audit.models import AuditEntry
from ancrage.core import now, today
from ancrage.messaging.models import OutgoingMessage
from ancrage.newcomers.actions.referrals import ReferralRefused, resend
from ancrage.newcomers.models import HouseholdMember, Shared
from ancrage.newcomers.queries.package import package_for
from ancrage.referrals.actions.answering import accept, ask_precision, decline
from ancrage.referrals.actions.withdrawing import stop_sharing
from ancrage.referrals.models import Referral, ReferralState
from ancrage.referrals.tokens import token_of
from ancrage.ui.formats import day
from tests.factories.accounts import user_as
from tests.factories.directory import NeedDomainFactory
from tests.factories.newcomers import CaseFactory, CircleMemberFactory, HouseholdMemberFactory, ImmigrationStatusFactory
from tests.factories.plans import GoalFactory
from tests.factories.referrals import DeclineReasonFactory, ReferralOutcomeFactory
from tests.newcomers.referable import Scene, refer_now, referable
from tests.newcomers.scene import text_of

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: Any) -> Client:
    client.force_login(user)
    session = client.session
    session["demo"] = True
    session.save()
    return client


def full(**fields: Any) -> Scene:
    """Someone of whom everything is known."""
    scene = referable(
        person__phone="+14185550142",
        person__email="elle@courriel.example",
        person__languages=["es"],
        person__interpreter_language="es",
        person__birth_on=date(1990, 3, 2),
        **fields,
    )
    ImmigrationStatusFactory.create(person=scene.case.person, valid_to=date(2030, 1, 1))
    member = HouseholdMemberFactory.create(person=scene.case.person)
    HouseholdMemberFactory.create(
        household=member.household, person__birth_on=date(today().year - 4, 1, 1), person__given_names="Sofía"
    )
    GoalFactory.create(need=scene.need, text="Parler au travail")
    return scene


KEYS = {
    Shared.CONTACT: {"name", "phone", "email"},
    Shared.LANGUAGES: {"languages", "interpreter"},
    Shared.STATUS: {"status"},
    Shared.HOUSEHOLD: {"household"},
    Shared.NEEDS: {"need"},
    Shared.HEALTH: set(),
}


@pytest.mark.parametrize("part", list(Shared))
def test_the_package_holds_the_part_agreed_and_no_other(part: Shared) -> None:
    scene = full(consent__shared=[part])
    package = package_for(scene.case, scene.need, scene.consent, now())
    assert {line.key for line in package.choices()} == KEYS[part]


def test_the_others_of_the_household_are_counted_not_named() -> None:
    scene = full(consent__shared=[Shared.HOUSEHOLD])
    (line,) = package_for(scene.case, scene.need, scene.consent, now()).lines
    assert (line.value, line.detail) == ("2 personnes", "Enfants : 4 ans")


def test_who_has_a_restricted_dossier_is_not_counted_in_the_household() -> None:
    scene = full(consent__shared=[Shared.HOUSEHOLD])
    child = HouseholdMember.objects.exclude(person=scene.case.person).get().person
    CaseFactory.create(person=child, is_restricted=True)
    [line] = package_for(scene.case, scene.need, scene.consent, now()).lines
    assert (line.value, line.detail) == ("1 personne", "")


def test_a_need_of_health_is_told_with_health_only() -> None:
    domain = NeedDomainFactory.create(code="sante")
    without = full(need__domain=domain, consent__shared=[Shared.NEEDS])
    assert package_for(without.case, without.need, without.consent, now()).lines == ()
    within = full(need__domain=domain, consent__shared=[Shared.NEEDS, Shared.HEALTH])
    assert [line.key for line in package_for(within.case, within.need, within.consent, now()).lines] == ["need"]


def test_who_is_safe_in_person_only_is_not_to_be_phoned() -> None:
    scene = full(person__contact_way="in_person")
    values = " ".join(line.value for line in package_for(scene.case, scene.need, scene.consent, now()).lines)
    assert "555" not in values
    assert "En personne seulement" in values


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"person__contact_way": "email"}, "elle@courriel.example"),
        ({"person__contact_way": "phone"}, ""),
        ({"person__contact_way": "email", "need__is_restricted": True}, ""),
        ({"person__contact_way": "email", "is_restricted": True}, ""),
    ],
)
def test_the_person_is_written_to_only_if_they_accept(fields: dict[str, Any], told: str) -> None:
    scene = full(**fields)
    assert package_for(scene.case, scene.need, scene.consent, now()).told_email == told


def test_what_is_left_out_is_not_sent() -> None:
    scene = full()
    referral = refer_now(scene, lines=["languages"])
    assert (referral.person_name, [line["label"] for line in referral.package]) == ("", ["Langues"])
    assert referral.transitions.get().note == "Langues"


def test_a_line_not_agreed_cannot_be_asked_for() -> None:
    scene = full(consent__shared=[Shared.LANGUAGES])
    referral = refer_now(scene, lines=["name", "phone", "status", "languages", "need"])
    assert (referral.person_name, [line["label"] for line in referral.package]) == ("", ["Langues"])


def test_referring_sends_in_one_transaction() -> None:
    scene = full()
    referral = refer_now(scene)
    assert (referral.state, referral.concerns) == (ReferralState.SENT, [scene.case.pk, scene.case.person_id])
    assert referral.owner_path == f"/dossiers/{scene.case.pk}/aiguillages/{referral.pk}/"
    assert referral.case_tie.consent == scene.consent
    assert referral.links.count() == 1
    assert OutgoingMessage.objects.get().to == scene.service.organization.email
    entry = AuditEntry.objects.get(verb="referrals.referral.sent")
    assert set(entry.about) == {scene.case.pk, scene.case.person_id}


@pytest.mark.parametrize(
    "change",
    [
        {"withdrawn_at": "now"},
        {"ends_on": today() - timedelta(days=1)},
        {"ask_again_on": today()},
        {"purposes": ["contact_after"]},
    ],
)
def test_without_a_consent_in_force_nothing_leaves(change: dict[str, Any]) -> None:
    scene = full()
    values = {name: now() if value == "now" else value for name, value in change.items()}
    type(scene.consent).objects.filter(pk=scene.consent.pk).update(**values)
    with pytest.raises(ReferralRefused, match="Aucun consentement"):
        refer_now(scene)
    assert not Referral.objects.exists()
    assert not OutgoingMessage.objects.exists()


def test_a_double_submit_sends_once() -> None:
    scene = full()
    refer_now(scene)
    with pytest.raises(ReferralRefused, match="existe"):
        refer_now(scene)
    assert Referral.objects.count() == 1


def test_a_closed_service_is_refused() -> None:
    scene = full(service__paused_on=today())
    with pytest.raises(ReferralRefused, match="suspendu"):
        refer_now(scene)


def test_a_sensitive_domain_is_restricted() -> None:
    scene = full(need__domain=NeedDomainFactory.create(is_sensitive=True))
    assert refer_now(scene).is_restricted


def test_resending_under_an_ended_consent_is_refused() -> None:
    scene = full()
    tie = refer_now(scene).case_tie
    tie.consent.ends_on = today() - timedelta(days=1)
    with pytest.raises(ReferralRefused, match="plus en vigueur"):
        resend(tie=tie, by=scene.agent, at=now())


@pytest.mark.parametrize("answered", [False, True])
def test_stopping_leaves_nothing_to_read(answered: bool) -> None:
    referral = refer_now(scene := full())
    if answered:
        accept(referral=referral, by=scene.agent, at=now())
    stop_sharing(referral=referral, by=scene.agent, at=now())
    referral.refresh_from_db()
    assert (referral.state, referral.package, referral.person_name) == (ReferralState.WITHDRAWN, [], "")
    assert not referral.links.filter(revoked_at=None, used_at=None).exists()


def test_stopping_what_is_over_changes_nothing() -> None:
    referral = refer_now(scene := full())
    decline(referral=referral, by=scene.agent, at=now(), reason=DeclineReasonFactory.create())
    stop_sharing(referral=referral, by=scene.agent, at=now())
    referral.refresh_from_db()
    assert referral.state == ReferralState.DECLINED


def test_the_database_refuses_a_referral_without_consent() -> None:
    scene = full()
    referral = refer_now(scene)
    tie = referral.case_tie
    type(tie).objects.filter(pk=tie.pk).update(consent=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(sent_at=now())


# The pages.


def test_from_the_need_to_the_sending(client: Client) -> None:
    scene = full()
    sign_in(client, scene.agent)
    base = f"/dossiers/{scene.case.pk}/"
    assert scene.need.title in client.get(f"{base}aiguiller/").content.decode()
    choice = client.get(f"{base}aiguiller/?besoin={scene.need.pk}").content.decode()
    assert "1 service convient" in choice
    package = f"{base}aiguiller/{scene.need.pk}/{scene.service.pk}/"
    assert package in choice
    assert "418\u00a0555-0142" in client.get(package).content.decode()
    sent = client.post(package, {"lines": ["name", "languages"]}, follow=True)
    assert "est envoyé à" in sent.content.decode()
    referral = Referral.objects.get()
    assert sent.redirect_chain[-1][0] == f"{base}aiguillages/{referral.pk}/"
    assert scene.service.name in client.get(f"{base}aiguillages/").content.decode()


def test_without_consent_the_page_says_so_and_leads_to_recording_one(client: Client) -> None:
    scene = full(consent__withdrawn_at=now())
    sign_in(client, scene.agent)
    page = client.get(f"/dossiers/{scene.case.pk}/aiguiller/{scene.need.pk}/{scene.service.pk}/").content.decode()
    assert "Aucun consentement ne permet cet aiguillage" in page
    assert f"/dossiers/{scene.case.pk}/consentements/nouveau/" in page
    assert "Envoyer l’aiguillage" not in page


def test_following_up_on_one(client: Client) -> None:
    scene = full()
    sign_in(client, scene.agent)
    referral = refer_now(scene)
    url = f"/dossiers/{scene.case.pk}/aiguillages/{referral.pk}/"
    ask_precision(referral=referral, by=referral.links.get(), at=now(), question="Le soir?")
    assert "Le soir?" in client.get(url).content.decode()
    client.post(f"{url}preciser/", {"text": "Oui, dès 18 h."})
    assert referral.questions.get().reply == "Oui, dès 18 h."
    client.post(f"{url}renvoyer/")
    assert referral.links.count() == 2
    accept(referral=referral, by=scene.agent, at=now())
    assert "À lire" in client.get("/aiguillages/").content.decode()
    client.post(f"{url}lu/")
    assert referral.reference not in client.get("/aiguillages/").content.decode()
    client.post(f"{url}retirer/", {"reason": "La personne a changé d’idée"})
    referral.refresh_from_db()
    assert referral.state == ReferralState.WITHDRAWN
    assert "La personne a changé d’idée" in client.get(url).content.decode()


def test_a_question_forgotten_says_so_and_one_passed_over_awaits_nothing(client: Client) -> None:
    scene = full()
    sign_in(client, scene.agent)
    referral = refer_now(scene)
    url = f"/dossiers/{scene.case.pk}/aiguillages/{referral.pk}/"
    ask_precision(referral=referral, by=referral.links.get(), at=now(), question="Le soir?")
    assert "La réponse n’est pas encore venue." in client.get(url).content.decode()
    accept(referral=referral, by=scene.agent, at=now())
    assert "La réponse n’est pas encore venue." not in client.get(url).content.decode()
    stop_sharing(referral=referral, by=scene.agent, at=now())
    assert "Texte effacé à la fin du partage." in client.get(url).content.decode()


def test_the_uses_of_a_link_are_told_in_the_time_of_the_demo(client: Client, settings: Any) -> None:
    settings.CLOCK_OFFSET_DAYS = 400
    scene = full()
    sign_in(client, scene.agent)
    referral = refer_now(scene)
    client.get(f"/repondre/{token_of(referral.links.get())}/")
    page = client.get(f"/dossiers/{scene.case.pk}/aiguillages/{referral.pk}/").content.decode()
    told = page[page.index("Usages du lien") :]
    assert day(today()) in told
    assert day(today() + timedelta(days=400)) not in page


def test_the_sender_closes_the_loop_for_who_has_no_account(client: Client) -> None:
    scene = full()
    sign_in(client, scene.agent)
    referral, outcome = refer_now(scene), ReferralOutcomeFactory.create()
    url = f"/dossiers/{scene.case.pk}/aiguillages/{referral.pk}/"
    client.post(f"{url}commence/")
    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT
    accept(referral=referral, by=referral.links.get(), at=now())
    client.post(f"{url}commence/")
    assert "Le service est rendu" in client.get(url).content.decode()
    client.post(f"{url}suite/rendu/", {"outcome": str(outcome.pk), "note": "Groupe terminé"})
    referral.refresh_from_db()
    assert (referral.state, referral.outcome) == (ReferralState.DONE, outcome)
    assert "Groupe terminé" in client.get(url).content.decode()


def test_a_consent_withdrawn_meanwhile_stops_the_sending() -> None:
    scene = full()
    withdrawn = type(scene.consent)(pk=scene.consent.pk, withdrawn_at=now(), given_at=scene.consent.given_at)
    held = mock.patch("ancrage.newcomers.actions.referrals._held", return_value=withdrawn)
    with held, pytest.raises(ReferralRefused, match="Aucun consentement"):
        refer_now(scene)


def test_after_a_refusal_another_service_is_chosen(client: Client) -> None:
    scene = full()
    sign_in(client, scene.agent)
    referral = refer_now(scene)
    decline(referral=referral, by=scene.agent, at=now(), reason=DeclineReasonFactory.create())
    page = client.get(f"/dossiers/{scene.case.pk}/aiguillages/{referral.pk}/").content.decode()
    assert f"/dossiers/{scene.case.pk}/aiguiller/?besoin={scene.need.pk}" in page


def test_restricted_referrals_are_seen_by_named_people_only(client: Client) -> None:
    scene = full(need__domain=NeedDomainFactory.create(is_sensitive=True), need__is_restricted=True)
    referral = refer_now(scene)
    accept(referral=referral, by=scene.agent, at=now())
    sign_in(client, scene.agent)
    base = f"/dossiers/{scene.case.pk}/"
    pages = (f"{base}aiguillages/", "/aiguillages/", "/aiguillages/?tri=tous")
    assert not [page for page in pages if scene.service.name in client.get(page).content.decode()]
    assert client.get(f"{base}aiguillages/{referral.pk}/").status_code == 404
    assert client.get(f"{base}aiguiller/?besoin={scene.need.pk}").status_code == 404
    CircleMemberFactory.create(case=scene.case, user=scene.agent)
    assert not [page for page in pages if scene.service.name not in client.get(page).content.decode()]
    assert client.get(f"{base}aiguillages/{referral.pk}/").status_code == 200


def test_out_of_reach_is_not_found(client: Client) -> None:
    scene = full()
    referral = refer_now(scene)
    sign_in(client, user_as("integration_agent"))
    base = f"/dossiers/{scene.case.pk}/"
    assert client.get(f"{base}aiguillages/").status_code == 404
    assert client.get(f"{base}aiguillages/{referral.pk}/").status_code == 404
    assert client.post(f"{base}aiguillages/{referral.pk}/retirer/").status_code == 404
    assert referral.reference not in client.get("/aiguillages/?tri=tous").content.decode()


def test_another_dossier_does_not_lead_to_the_referral(client: Client) -> None:
    scene = full()
    referral = refer_now(scene)
    other = referable(service_point=scene.case.service_point)
    sign_in(client, scene.agent)
    assert client.get(f"/dossiers/{other.case.pk}/aiguillages/{referral.pk}/").status_code == 404


def test_statements_do_not_grow(client: Client) -> None:
    scene = full()
    sign_in(client, scene.agent)
    first = refer_now(scene)
    pages = (
        f"/dossiers/{scene.case.pk}/aiguillages/",
        "/aiguillages/?tri=tous",
        f"/dossiers/{scene.case.pk}/aiguiller/?besoin={scene.need.pk}",
    )
    for page in pages:
        client.get(page)
    before = [_statements(client, page) for page in pages]
    for _time in range(2):
        decline(referral=first, by=scene.agent, at=now(), reason=DeclineReasonFactory.create())
        first = refer_now(scene)
    assert [_statements(client, page) for page in pages] == before
    assert max(before) <= 20


def _statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_from_a_need_met_since_one_chooses_another(client: Client) -> None:
    """The answer of a service may be read after the need is over: its « other service » leads somewhere."""
    scene = full()
    sign_in(client, scene.agent)
    scene.need.state = "met"
    scene.need.save()
    answer = client.get(f"/dossiers/{scene.case.pk}/aiguiller/?besoin={scene.need.pk}")
    assert answer.status_code == 200
    assert "n’est plus à combler" in text_of(answer)
    assert client.get(f"/dossiers/{scene.case.pk}/aiguiller/?besoin={scene.case.pk}").status_code == 404
