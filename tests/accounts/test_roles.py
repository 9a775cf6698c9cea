import pytest
from django.core.management import call_command

from ancrage.accounts.roles import REACHABLE, Place, Reach, Role, all_roles, role_sheets, unnamed_capabilities
from ancrage.newcomers.permissions import Permission


def test_every_capability_is_said_in_words() -> None:
    assert not unnamed_capabilities()


def test_no_one_but_those_who_accompany_and_direct_reads_dossiers() -> None:
    readers = {code for code, role in all_roles().items() if Permission.READ_CASE in role.grants}
    assert readers == {"integration_agent", "director"}


def test_whoever_reaches_others_gives_a_second_factor() -> None:
    for role in all_roles().values():
        if set(role.grants.values()) - {Reach.OWN}:
            assert role.second_factor, role.code


def test_a_role_cannot_reach_beyond_its_place() -> None:
    with pytest.raises(ValueError, match="cannot reach"):
        Role("x", "X", "", {Permission.READ_CASE: Reach.DIRECTORATE}, place=Place.SERVICE_POINT)
    assert set(REACHABLE) == set(Place)


def test_the_table_is_printed_for_an_auditor(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("roles")
    printed = capsys.readouterr().out
    for sheet in role_sheets():
        assert str(sheet.role.name) in printed
    assert "Lire un dossier" in printed
