from datetime import UTC, datetime
from itertools import groupby

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ancrage.audit.actions import record, seal, verify, verifying
from ancrage.audit.models import AuditEntry, Seal
from ancrage.core.actors import JobActor
from tests.factories.accounts import UserFactory
from tests.factories.territory import RegionFactory

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
def watched(request: pytest.FixtureRequest) -> None:
    """The register as in production: no leave to empty it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ancrage.flush = 'off'")


def entries(count: int = 3) -> None:
    region = RegionFactory.create()
    for _ in range(count):
        record("territory.places.loaded", by=JobActor("test"), on=region, at=AT, fields=["name", "code"])


def test_entry_names_fields_and_never_values() -> None:
    user = UserFactory.create()
    entry = record("territory.places.loaded", by=user, on=RegionFactory.create(), at=AT, fields=["name"])
    assert (entry.actor, entry.fields) == (f"user:{user.pk}", ["name"])


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET verb = 'nothing'",
        "UPDATE audit_auditentry SET seal_no = 1, verb = 'nothing'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
    ],
)
def test_the_register_only_grows(sql: str) -> None:
    entries()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_sealing_chains_what_was_written_since() -> None:
    entries(3)
    first = seal(at=AT)
    entries(2)
    second = seal(at=AT)
    assert first and second
    assert (first.entries, second.entries, second.previous) == (3, 2, first.hash)
    assert seal(at=AT) is None
    assert verify().is_sound


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditentry SET verb = 'nothing' WHERE id = (SELECT min(id::text)::uuid FROM audit_auditentry)",
        "DELETE FROM audit_auditentry WHERE id = (SELECT min(id::text)::uuid FROM audit_auditentry)",
        "UPDATE audit_seal SET hash = repeat('0', 64) WHERE no = 2",
        "DELETE FROM audit_seal WHERE no = 1",
        "DELETE FROM audit_seal WHERE no = 2",
        "INSERT INTO audit_auditentry SELECT gen_random_uuid(), at, actor, verb, target_type, target_id, about, fields,"
        " region, address, 1 FROM audit_auditentry LIMIT 1",
    ],
)
def test_whoever_gets_past_the_trigger_is_found_out(sql: str) -> None:
    for _ in range(2):
        entries()
        seal(at=AT)
    with connection.cursor() as cursor:  # the tests' session may alter the register; production's may not
        cursor.execute(sql)
    assert not verify().is_sound
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_what_is_sealed_during_the_check_raises_no_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    entries()
    seal(at=AT)

    def later(rows, key):
        entries()
        seal(at=AT)
        return groupby(rows, key=key)

    monkeypatch.setattr(verifying, "groupby", later)
    assert verify().is_sound


def test_a_chain_recomputed_without_the_key_does_not_hold(settings: pytest.FixtureRequest) -> None:
    entries()
    settings.ANCRAGE_SEAL_KEY = "a guess"  # type: ignore[attr-defined]
    seal(at=AT)
    settings.ANCRAGE_SEAL_KEY = "the real one"  # type: ignore[attr-defined]
    assert verify().broken_seal == 1


def test_unsealed_entries_are_told() -> None:
    entries(2)
    assert (verify().unsealed, AuditEntry.objects.count(), Seal.objects.count()) == (2, 2, 0)
