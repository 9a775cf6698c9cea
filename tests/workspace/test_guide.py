import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from ancrage.accounts.actions.sign_in import note_attempt
from ancrage.accounts.models import GuideMark, Outcome
from ancrage.config.menu import MENU
from ancrage.core.glossary import read_terms
from ancrage.workspace.help_words import PAGES, SHORTCUTS
from ancrage.workspace.privacy import GROUPS, kept_fields, personal_of
from ancrage.workspace.queries.help import glossary
from tests.factories.accounts import UserFactory, signed_in, user_as
from tests.sources import ROOT, SOURCES

pytestmark = pytest.mark.django_db
AT = datetime(2021, 7, 14, 14, 0, tzinfo=UTC)


def test_every_page_of_the_menu_has_its_help_and_no_help_is_of_a_page_that_is_gone() -> None:
    # Mon plan is for whoever is accompanied: its words are its own.
    assert {line.view for _title, lines in MENU for line in lines} == {*PAGES, "portal:plan"}


def test_the_question_mark_of_a_page_leads_to_its_paragraph(client: Client) -> None:
    signed_in(client, user_as("integration_agent"))
    page = client.get(reverse("newcomers:cases"), follow=True).content.decode()
    assert f'href="{reverse("workspace:help")}#dossiers"' in page
    aid = client.get(reverse("workspace:help")).content.decode()
    assert 'id="dossiers"' in aid and 'id="registre"' not in aid


def test_the_words_of_the_trade_are_those_of_the_docs_in_both_languages() -> None:
    written = list(read_terms((ROOT / "docs" / "glossaire.md").read_text()))
    assert len(written) > 30
    assert {(one.words, one.meaning) for one in glossary()} == {(one.words, one.meaning) for one in written}
    with override("en"):
        assert ("referral", "request to a service, and its answer") in {(one.words, one.meaning) for one in glossary()}


def test_without_the_docs_the_page_says_so(client: Client, settings: Any) -> None:
    settings.ANCRAGE_GLOSSARY = ROOT / "absent.md"
    signed_in(client, UserFactory.create())
    assert "n’a pas été installé" in client.get(reverse("workspace:glossary")).content.decode()


def test_the_keys_listed_are_those_the_script_listens_to() -> None:
    script = (SOURCES / "ui" / "static" / "ui" / "ancrage.js").read_text()
    assert set(re.findall(r'event\.key !== "([^"]+)"', script)) == {one.key for one in SHORTCUTS}


def test_keys_are_turned_off_and_on_again(client: Client) -> None:
    signed_in(client, UserFactory.create())
    address = reverse("workspace:shortcuts")
    client.post(reverse("ui:keys"), {"keys": "non", "next": address})
    page = client.get(address).content.decode()
    assert 'data-keys="non"' in page and "Activer les touches à" in page
    client.post(reverse("ui:keys"), {"keys": "oui", "next": address})
    assert "data-keys" not in client.get(address).content.decode()


def test_a_first_day_begins_with_the_guide_until_a_step_is_done(client: Client) -> None:
    agent = user_as("integration_agent")
    signed_in(client, agent)
    home, guide = reverse("workspace:home"), reverse("workspace:first_day")
    assert client.get(home)["Location"] == reverse("workspace:day")
    note_attempt(email=agent.email, address=None, outcome=Outcome.SIGNED_IN, at=AT)
    assert client.get(home)["Location"] == guide
    assert client.post(reverse("workspace:guide_step", args=["day"]))["Location"] == guide
    assert client.get(home)["Location"] == reverse("workspace:day")
    assert "1 est faite" in client.get(guide).content.decode()
    client.post(reverse("workspace:guide_step", args=["day"]))
    assert not GuideMark.objects.exists()


def test_the_guide_set_aside_or_a_second_visit_ends_it(client: Client) -> None:
    one, other = user_as("integration_agent"), user_as("integration_agent")
    for user in (one, other):
        note_attempt(email=user.email, address=None, outcome=Outcome.SIGNED_IN, at=AT)
    signed_in(client, one)
    assert client.post(reverse("workspace:guide_aside"), follow=True).redirect_chain[-1][0] == reverse("workspace:day")
    note_attempt(email=other.email, address=None, outcome=Outcome.SIGNED_IN, at=AT + timedelta(days=1))
    signed_in(client, other)
    assert client.get(reverse("workspace:home"))["Location"] == reverse("workspace:day")


def test_each_role_has_its_own_steps(client: Client) -> None:
    signed_in(client, user_as("partner_worker"))
    page = client.get(reverse("workspace:first_day")).content.decode()
    assert "Ouvrir un aiguillage reçu" in page and "Inviter quelqu’un" not in page
    assert client.post(reverse("workspace:guide_step", args=["users"])).status_code == 404


def test_every_table_that_holds_something_personal_is_told_to_the_public_once() -> None:
    held = {
        f"{config.label}.{key.partition('.')[0]}"
        for config in apps.get_app_configs()
        for key in personal_of(config.name)
    }
    told = [table for group in GROUPS for table in group.tables]
    assert sorted(told) == sorted(held)
    assert all(kept_fields(group) for group in GROUPS)


def test_anyone_reads_what_is_kept_and_whom_to_write_to(client: Client, settings: Any) -> None:
    settings.ANCRAGE_PRIVACY_CONTACT, settings.ANCRAGE_ACCESSIBILITY_CONTACT = (
        "vie.privee@exemple.ca",
        "acces@exemple.ca",
    )
    page = client.get(reverse("workspace:privacy")).content.decode()
    assert "vie.privee@exemple.ca" in page and "date de naissance" in page.lower()
    assert "acces@exemple.ca" in client.get(reverse("workspace:accessibility")).content.decode()
    client.cookies["ancrage_langue"] = "en"
    assert "What is kept" in client.get(reverse("workspace:privacy")).content.decode()
    for name in ("accessibility", "privacy"):
        assert reverse(f"workspace:{name}") in client.get(reverse("account_login")).content.decode()
