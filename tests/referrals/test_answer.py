"""The answer link in every hand it may fall in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from ancrage.audit.models import AuditEntry
from ancrage.core import now
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.actions.linking import CODES_AN_HOUR, TRIES_A_CODE, WRONG_A_LINK, open_referral
from ancrage.referrals.actions.sending import resend
from ancrage.referrals.actions.withdrawing import withdraw
from ancrage.referrals.models import LinkUse, LinkUseKind, Referral, ReferralState
from tests.factories.referrals import DeclineReasonFactory
from tests.referrals.sent import NAME, address, ask_code, link_of, mails_about, sent

pytestmark = pytest.mark.django_db

PERSONAL = (NAME, "Ospina", "555-0142", "le matin")


@pytest.fixture
def referral() -> Referral:
    return sent()


def kinds(referral: Referral) -> list[str]:
    return list(LinkUse.objects.filter(link__referral=referral).order_by("at", "pk").values_list("kind", flat=True))


def content(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_the_link_alone_shows_no_person(client: Client, referral: Referral) -> None:
    shown = content(client, address(referral))
    assert "Mont-Joli" in shown
    assert referral.domain.label in shown
    assert referral.reference in shown
    assert "Espagnol" in shown
    assert not [word for word in PERSONAL if word in shown]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_scanner_changes_nothing_but_the_log(client: Client, referral: Referral, method: str) -> None:
    before = Referral.objects.values().get(pk=referral.pk)
    for rest in ("", "accueillir/", "refuser/", "code/", "code/verifier/"):
        getattr(client, method)(address(referral, rest))
    assert Referral.objects.values().get(pk=referral.pk) == before
    assert set(kinds(referral)) == {LinkUseKind.OPENED}
    assert len(mails_about(referral)) == 1
    assert not link_of(referral).browsers.exists()


def test_a_first_click_on_what_was_answered_a_moment_before_tells_so(
    client: Client, referral: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after_another(**values: Any) -> Referral:
        accept(referral=referral, by=referral.created_by, at=now())
        return open_referral(**values)

    monkeypatch.setattr("ancrage.referrals.views.answer.open_referral", after_another)
    page = client.post(address(referral), {"reponse": "refuser"}).content.decode()
    assert "Merci, la réponse est inscrite" in page
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED


def test_two_clicks_answer_without_code(client: Client, referral: Referral) -> None:
    first = client.post(address(referral), {"reponse": "accueillir"})
    assert first.status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.first_opened_at is not None) == (ReferralState.OPENED, True)
    assert NAME not in content(client, first["Location"])
    second = client.post(first["Location"], {"note": "Bienvenue"}, follow=True)
    assert "Merci, la réponse est inscrite" in second.content.decode()
    referral.refresh_from_db()
    assert (referral.state, referral.answer_note) == (ReferralState.ACCEPTED, "Bienvenue")
    assert not [word for word in PERSONAL if word in second.content.decode()]


def test_a_meeting_needs_day_and_hour_and_a_future(client: Client, referral: Referral) -> None:
    url = address(referral, "accueillir/")
    assert "Ajoutez l’heure" in client.post(url, {"meeting_on": "2030-04-13"}).content.decode()
    past = client.post(url, {"meeting_on": "2020-04-13", "meeting_time": "18:30"}).content.decode()
    assert "dans le passé" in past
    assert 'href="#id_meeting_on"' in past
    assert "2020-04-13" in past
    client.post(url, {"meeting_on": "2030-04-13", "meeting_time": "18:30"})
    referral.refresh_from_db()
    assert referral.meeting_at is not None
    assert referral.meeting_at.isoformat() == "2030-04-13T22:30:00+00:00"


def test_a_used_link_answers_nothing_more(client: Client, referral: Referral) -> None:
    client.post(address(referral, "accueillir/"), {"note": ""})
    again = client.post(address(referral, "refuser/"), {"reason": str(DeclineReasonFactory.create().pk)})
    assert "Merci, la réponse est inscrite" in again.content.decode()
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED
    assert kinds(referral)[-1] == LinkUseKind.REFUSED


def test_waiting_list_does_not_reopen_the_link(client: Client, referral: Referral) -> None:
    client.post(address(referral, "attente/"), {"waiting_weeks": "8"})
    client.post(address(referral, "accueillir/"), {"note": ""})
    referral.refresh_from_db()
    assert (referral.state, referral.waiting_weeks) == (ReferralState.WAITING_LIST, 8)


def test_declining_needs_a_reason(client: Client, referral: Referral) -> None:
    reason = DeclineReasonFactory.create()
    assert "Choisissez une réponse" in client.post(address(referral, "refuser/"), {"note": "x"}).content.decode()
    client.post(address(referral, "refuser/"), {"reason": str(reason.pk)})
    referral.refresh_from_db()
    assert (referral.state, referral.decline_reason, referral.package) == (ReferralState.DECLINED, reason, [])


def test_a_precision_keeps_the_link_open(client: Client, referral: Referral) -> None:
    client.post(address(referral, "precision/"), {"question": "Le soir convient-il?"})
    referral.refresh_from_db()
    assert referral.state == ReferralState.UNDER_STUDY
    assert "Votre réponse" in content(client, address(referral))
    client.post(address(referral, "accueillir/"), {"note": ""})
    referral.refresh_from_db()
    assert referral.state == ReferralState.ACCEPTED


def test_an_expired_link(client: Client, referral: Referral) -> None:
    url = address(referral)
    with time_machine.travel(now() + timedelta(days=15)):
        assert "Le délai de réponse est passé" in content(client, url)
        client.post(f"{url}accueillir/", {"note": ""})
    referral.refresh_from_db()
    assert referral.state == ReferralState.SENT
    assert kinds(referral)[-1] == LinkUseKind.REFUSED


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "f" + t[1:], lambda _t: "x"]
)
def test_an_altered_link(client: Client, referral: Referral, change) -> None:
    token = address(referral).split("/")[2]
    altered = f"/repondre/{change(token)}/"
    assert "n’est pas celle du courriel" in content(client, altered, 404)
    assert client.post(f"{altered}accueillir/", {"note": ""}).status_code == 404
    assert kinds(referral) == []


def test_a_replaced_link(client: Client, referral: Referral) -> None:
    old = address(referral)
    resend(referral=referral, by=referral.created_by, at=now())
    assert "Un lien plus récent" in content(client, old)
    assert "Votre réponse" in content(client, address(referral))


def test_a_withdrawn_referral(client: Client, referral: Referral) -> None:
    client.post(address(referral, "code/verifier/"), {"code": ask_code(client, referral)})
    url = address(referral)
    withdraw(referral=referral, by=referral.created_by, at=now())
    shown = content(client, url)
    assert "Cet aiguillage est retiré" in shown
    assert not [word for word in PERSONAL if word in shown]


def test_the_code_opens_this_browser_only(client: Client, referral: Referral) -> None:
    proved = client.post(address(referral, "code/verifier/"), {"code": ask_code(client, referral)}, follow=True)
    assert NAME in proved.content.decode()
    assert "418 555-0142" in proved.content.decode()
    forwarded = content(Client(), address(referral))
    assert not [word for word in PERSONAL if word in forwarded]
    entry = AuditEntry.objects.get(verb="referrals.package.consulted")
    assert entry.actor == link_of(referral).actor_ref
    assert kinds(referral) == [LinkUseKind.CODE_ASKED, LinkUseKind.CODE_PROVED, LinkUseKind.OPENED, LinkUseKind.OPENED]


def test_a_code_is_of_no_use_in_another_browser(client: Client, referral: Referral) -> None:
    code, other = ask_code(client, referral), Client()
    assert "n’a pas demandé de code" in other.post(address(referral, "code/verifier/"), {"code": code}).content.decode()
    own = ask_code(other, referral)
    if own != code:
        assert "pas le code envoyé" in other.post(address(referral, "code/verifier/"), {"code": code}).content.decode()


def test_a_cookie_made_up_is_ignored(client: Client, referral: Referral) -> None:
    client.post(address(referral, "code/verifier/"), {"code": ask_code(client, referral)})
    browser = link_of(referral).browsers.get()
    thief = Client()
    thief.cookies["ancrage_aiguillage"] = f"{browser.pk.hex}:forged"
    assert NAME not in content(thief, address(referral))


def test_the_cookie_is_kept_from_scripts(client: Client, referral: Referral) -> None:
    cookie = client.post(address(referral, "code/")).cookies["ancrage_aiguillage"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"].startswith("/repondre/")


def test_guessing_wears_the_code_out(client: Client, referral: Referral) -> None:
    code = ask_code(client, referral)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(TRIES_A_CODE):
        client.post(address(referral, "code/verifier/"), {"code": wrong})
    late = client.post(address(referral, "code/verifier/"), {"code": code})
    assert "n’est plus bon" in late.content.decode()
    assert NAME not in content(client, address(referral))
    assert kinds(referral).count(LinkUseKind.CODE_WRONG) == TRIES_A_CODE


def test_asking_again_and_again_is_limited(client: Client, referral: Referral) -> None:
    for _time in range(CODES_AN_HOUR + 2):
        client.post(address(referral, "code/"))
    assert link_of(referral).browsers.count() == CODES_AN_HOUR


def test_a_link_guessed_at_length_opens_by_code_no_more(client: Client, referral: Referral) -> None:
    link = link_of(referral)
    LinkUse.objects.bulk_create(
        LinkUse(link=link, at=now(), kind=LinkUseKind.CODE_WRONG, address=None) for _n in range(WRONG_A_LINK)
    )
    shown = client.post(address(referral, "code/"), follow=True).content.decode()
    assert "Trop de codes erronés" in shown
    assert not link.browsers.exists()


def test_a_late_code(client: Client, referral: Referral) -> None:
    code = ask_code(client, referral)
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert "n’est plus bon" in client.post(address(referral, "code/verifier/"), {"code": code}).content.decode()


def test_recognition_ends(client: Client, referral: Referral) -> None:
    client.post(address(referral, "code/verifier/"), {"code": ask_code(client, referral)})
    with time_machine.travel(now() + timedelta(hours=13)):
        assert NAME not in content(client, address(referral))


def test_code_is_not_stored_in_clear(client: Client, referral: Referral) -> None:
    code = ask_code(client, referral)
    browser = link_of(referral).browsers.get()
    assert code not in browser.code_hash


def test_english(client: Client, referral: Referral) -> None:
    client.cookies["ancrage_langue"] = "en"
    assert 'lang="en"' in content(client, address(referral)).split("<head>")[0]


def test_pages_are_not_stored(client: Client, referral: Referral) -> None:
    assert client.get(address(referral))["Cache-Control"] == "no-store, private"
