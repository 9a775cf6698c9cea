import re
from datetime import UTC, date, datetime, timedelta

import pytest

from ancrage.accounts import jobs
from ancrage.accounts.actions import notifications
from ancrage.accounts.actions.notifications import choose_ways, mark_read, notify, send_digest
from ancrage.accounts.actions.users import UserRefused, leave
from ancrage.accounts.enums import Way
from ancrage.accounts.models import Digest, NoticeChoice, Notification, User
from ancrage.accounts.notices import Told, all_notices, notice_of
from ancrage.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory, user_as
from tests.sources import python_files

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)
KIND, CODE = "newcomers.case.assigned", "newcomers.assigned"


@pytest.fixture
def someone() -> User:
    return UserFactory.create(full_name="Josée Roy")


def told(user: User, kind: str = KIND, at: datetime = AT) -> None:
    notify(users=[user], kind=kind, text="Le dossier BSL-2021-000123 vous est confié.", path="/dossiers/x/", at=at)


def choose(user: User, way: Way) -> None:
    choose_ways(user=user, ways={CODE: way})


def test_every_kind_told_is_of_a_sort_that_people_choose() -> None:
    found = set()
    for path in python_files():
        text = path.read_text()
        if "notify(" in text and "demo" not in path.parts:
            found |= set(re.findall(r'\bkind(?:: str)? ?= ?"([a-z_.]+)"', text))
    assert len(found) > 8
    assert [kind for kind in sorted(found) if notice_of(kind) is None] == []


def test_a_kind_is_of_one_sort_whose_name_says_nobody() -> None:
    kinds = [kind for notice in all_notices().values() for kind in notice.kinds]
    assert len(kinds) == len(set(kinds))
    assert all(
        "%" not in str(notice.name) and (notice.permissions or notice.everywhere) for notice in all_notices().values()
    )


def test_without_a_choice_the_table_decides(someone: User) -> None:
    told(someone)
    told(someone, kind="referral_done")
    told(someone, kind="une.nature.inconnue")
    assert list(Notification.objects.order_by("pk").values_list("way", flat=True)) == [
        Way.DIGEST,
        Way.IN_APP,
        Way.IN_APP,
    ]
    assert not OutgoingMessage.objects.exists()


def test_at_once_is_one_calm_e_mail_that_says_of_nobody(someone: User) -> None:
    choose(someone, Way.AT_ONCE)
    told(someone)
    told(someone, at=AT + timedelta(minutes=9))
    assert [one.way for one in Notification.objects.order_by("pk")] == [Way.AT_ONCE, Way.DIGEST]
    told(someone, at=AT + timedelta(minutes=11))
    message, _later = OutgoingMessage.objects.order_by("pk")
    assert message.to == someone.email and message.subject == "1 avis vous attend dans Ancrage"
    assert "Dossier confié ou transféré\u00a0: 1" in message.body and "/avis/" in message.body
    assert "BSL-2021" not in message.body and "/dossiers/" not in message.body and "Josée" not in message.body


def test_in_their_language(someone: User) -> None:
    someone.language = "en"
    someone.save()
    choose(someone, Way.AT_ONCE)
    told(someone)
    assert OutgoingMessage.objects.get().subject == "1 notice is waiting for you in Ancrage"


def test_the_digest_counts_what_is_unread_by_sort_and_leaves_once_a_day(someone: User) -> None:
    for kind in (KIND, KIND, "referral_answered", "referral_done"):
        told(someone, kind=kind)
    assert send_digest(user=someone, at=AT)
    message = OutgoingMessage.objects.get()
    assert message.subject == "3 avis vous attendent dans Ancrage"
    assert "– Dossier confié ou transféré\u00a0: 2\n– Réponse à un aiguillage\u00a0: 1\n" in message.body
    told(someone, at=AT + timedelta(hours=1))
    assert not send_digest(user=someone, at=AT + timedelta(hours=2))
    assert send_digest(user=someone, at=AT + timedelta(days=1))
    assert OutgoingMessage.objects.count() == 2
    assert OutgoingMessage.objects.latest("created_at").subject == "1 avis vous attend dans Ancrage"


def test_what_was_read_is_written_to_nobody(someone: User) -> None:
    told(someone)
    mark_read(user=someone, at=AT)
    assert not send_digest(user=someone, at=AT)
    assert not Digest.objects.exists()


def test_a_job_killed_and_run_again_writes_once_to_each(monkeypatch: pytest.MonkeyPatch) -> None:
    users = [UserFactory.create() for _ in range(3)]
    for user in users:
        told(user)
    sent = []

    def die_at_the_second(*, user: User, at: datetime) -> bool:
        if sent:
            raise KeyboardInterrupt
        sent.append(user)
        return send_digest(user=user, at=at)

    monkeypatch.setattr(jobs, "now", lambda: AT)
    monkeypatch.setattr(jobs, "send_digest", die_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        jobs.send_digests(0)
    monkeypatch.setattr(jobs, "send_digest", send_digest)
    jobs.send_digests(0)
    jobs.send_digests(0)
    assert sorted(OutgoingMessage.objects.values_list("to", flat=True)) == sorted(user.email for user in users)


def test_a_fault_with_one_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = UserFactory.create(), UserFactory.create()
    told(first)
    told(second)
    write = notifications.messages.digest

    def fail(user: User, kinds: list[str], *, at: datetime) -> None:
        if user == first:
            raise RuntimeError
        write(user, kinds, at=at)

    monkeypatch.setattr(jobs, "now", lambda: AT)
    monkeypatch.setattr(notifications.messages, "digest", fail)
    jobs.send_digests(0)
    assert OutgoingMessage.objects.get().to == second.email
    # Nothing of the first is lost: the next run finds it.
    monkeypatch.setattr(notifications.messages, "digest", write)
    jobs.send_digests(0)
    assert OutgoingMessage.objects.count() == 2


def test_a_fixed_sort_and_an_unknown_one_are_not_chosen(someone: User) -> None:
    choose_ways(user=someone, ways={"newcomers.exceptional_access": Way.IN_APP, "x.y": Way.IN_APP, CODE: Way.IN_APP})
    choose(someone, Way.AT_ONCE)
    assert [(one.notice, one.way) for one in NoticeChoice.objects.all()] == [(CODE, Way.AT_ONCE)]


def test_someone_away_is_told_for_their_return_without_an_e_mail(someone: User) -> None:
    choose(someone, Way.AT_ONCE)
    other = UserFactory.create()
    notify(users=[Told(someone, is_away=True), Told(other, instead_of=someone)], kind=KIND, text="x", at=AT)
    assert Notification.objects.get(user=someone).way == Way.IN_APP
    assert Notification.objects.get(user=other).instead_of == someone


def test_whoever_leaves_is_replaced_by_someone_present() -> None:
    leaver, stays, gone = UserFactory.create(), UserFactory.create(), UserFactory.create(is_active=False)
    by = user_as("system_administrator")
    for wrong in (leaver, gone):
        with pytest.raises(UserRefused, match="autre personne"):
            leave(user=leaver, replaced_by=wrong, by=by, at=AT)
    leave(user=leaver, replaced_by=stays, by=by, at=AT)
    leaver.refresh_from_db()
    assert (leaver.replaced_by, leaver.left_on) == (stays, date(2021, 7, 14))
