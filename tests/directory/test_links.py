"""Addresses are asked, politely, whether they still answer: a real small server, and no private network."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingUDPServer
from threading import Thread
from typing import Any

import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest
from django.test import Client
from django.urls import reverse
from dns.resolver import Resolver

from ancrage.core import now
from ancrage.core.networks import is_public
from ancrage.directory.actions.links import check_address, list_addresses
from ancrage.directory.models import FAILURES, LinkCheck
from ancrage.directory.queries.links import due_checks
from tests.factories.accounts import signed_in, user_as
from tests.factories.directory import OrganizationFactory, ServiceFactory

pytestmark = pytest.mark.django_db


class _Site(BaseHTTPRequestHandler):
    """Pages that answer, that are gone, that fail, that only speak GET, that lead elsewhere."""

    seen: list[tuple[str, str]] = []

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.seen.append((self.command, self.path))
        status = {"/gone": 404, "/fails": 500, "/forbidden": 403, "/leads": 302, "/away": 302, "/round": 302}.get(
            self.path, 200
        )
        if self.path == "/get" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if status == 302:
            where = {"/leads": "/fine", "/away": "http://10.0.0.1/", "/round": "/round"}[self.path]
            self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    _Site.seen.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def asked(address: str, **options: Any) -> LinkCheck:
    check, _new = LinkCheck.objects.get_or_create(address=address)
    options.setdefault("resolve", lambda name: [name])
    options.setdefault("may_ask", lambda one: one == "127.0.0.1")
    return check_address(check=check, at=now(), **options)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("/fine", "ok", 200),
        ("/get", "ok", 200),
        ("/forbidden", "ok", 403),
        ("/leads", "ok", 200),
        ("/gone", "gone", 404),
        ("/fails", "error", 500),
        ("/round", "error", None),
        ("/away", "refused", None),
    ],
)
def test_what_a_site_answers_is_kept(site: str, path: str, outcome: str, status: int | None) -> None:
    check = asked(site + path)
    assert (check.outcome, check.status) == (outcome, status)
    assert check.failures == (0 if outcome == "ok" else 1)


def test_head_first_then_get(site: str) -> None:
    asked(f"{site}/get")
    assert _Site.seen == [("HEAD", "/get"), ("GET", "/get")]


def test_a_site_that_does_not_answer(site: str) -> None:
    assert asked("http://127.0.0.1:9/").outcome == "silent"
    assert asked("http://nulle-part.example/", resolve=lambda _name: []).outcome == "silent"


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "ftp://a.example/", "http://u:p@a.example/", "http://[::1]/"])
def test_nothing_private_is_asked(address: str) -> None:
    assert asked(address, may_ask=is_public).outcome == "refused"


@pytest.mark.parametrize(
    ("address", "public"),
    [("10.1.2.3", False), ("169.254.169.254", False), ("::ffff:127.0.0.1", False), ("fd00::1", False), ("0.0.0.0", False),
     ("1.1.1.1", True), ("2606:4700::1111", True), ("224.0.0.1", False)],
)  # fmt: skip
def test_what_is_public(address: str, public: bool) -> None:
    assert is_public(address) is public


class _Names(BaseRequestHandler):
    """A small name server: who takes mail, who does not, and who never answers."""

    rows = {
        ("alive.example.", "MX"): "10 mx.alive.example.",
        ("mx.alive.example.", "A"): "192.0.2.1",
        ("six.example.", "MX"): "10 mx.six.example.",
        ("mx.six.example.", "AAAA"): "2001:db8::1",
        ("plain.example.", "A"): "192.0.2.2",
        ("refuses.example.", "MX"): "0 .",
        ("refuses.example.", "A"): "192.0.2.3",
        ("lost.example.", "MX"): "10 mx.nowhere.example.",
        ("empty.example.", "TXT"): "rien",
    }

    def handle(self) -> None:
        data, back = self.request
        query = dns.message.from_wire(data)
        [asked] = query.question
        name, sort = asked.name.to_text(), dns.rdatatype.to_text(asked.rdtype)
        if name == "silent.example.":
            return
        answer = dns.message.make_response(query)
        if name == "fails.example.":
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif (name, sort) in self.rows:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", sort, self.rows[name, sort]))
        elif not any(known == name for known, _sort in self.rows):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        back.sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def names() -> Iterator[Resolver]:
    server = ThreadingUDPServer(("127.0.0.1", 0), _Names)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    resolver = Resolver(configure=False)
    resolver.nameservers, resolver.port = ["127.0.0.1"], server.server_address[1]
    yield resolver
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("domain", "outcome"),
    [
        ("alive.example", "ok"),
        ("six.example", "ok"),
        ("plain.example", "ok"),
        ("refuses.example", "no_mail"),
        ("lost.example", "no_mail"),
        ("empty.example", "no_mail"),
        ("gone.example", "no_mail"),
        ("x" * 64 + ".example", "no_mail"),
    ],
)
def test_the_mail_servers_of_an_e_mail_are_asked_for(names, domain: str, outcome: str) -> None:
    check = asked(f"mailto:{domain}", resolver=names)
    assert check.outcome == outcome
    assert check.failures == (0 if outcome == "ok" else 1)


@pytest.mark.parametrize("domain", ["silent.example", "fails.example"])
def test_a_name_server_that_does_not_answer_says_nothing_of_an_e_mail(names, domain: str, monkeypatch) -> None:
    monkeypatch.setattr("ancrage.directory.exchange.mail._SECONDS", 0.3)
    LinkCheck.objects.create(address=f"mailto:{domain}", outcome="no_mail", failures=2)
    check = asked(f"mailto:{domain}", resolver=names)
    assert (check.outcome, check.failures) == ("no_mail", 2)
    assert check.checked_at is not None
    unknown = asked("mailto:other.silent.example", resolver=Resolver(configure=False))
    assert (unknown.outcome, unknown.failures) == ("", 0)


def test_each_address_given_is_listed_once_and_asked_in_its_turn(site: str) -> None:
    one = OrganizationFactory.create(website="https://a.example/", public_email="x@a.example", email="y@a.example")
    ServiceFactory.create(organization=one, url="https://a.example/")
    assert list_addresses() == 2
    assert set(LinkCheck.objects.values_list("address", flat=True)) == {"https://a.example/", "mailto:a.example"}
    LinkCheck.objects.create(address=f"{site}/fine")
    assert due_checks(now()).count() == 3
    asked(f"{site}/fine")
    asked(f"{site}/gone")
    assert set(
        due_checks(now() + timedelta(days=2)).filter(checked_at__isnull=False).values_list("failures", flat=True)
    ) == {1}
    assert due_checks(now() + timedelta(days=8)).count() == 4
    assert list_addresses() == 2
    assert LinkCheck.objects.count() == 2


def test_three_failures_in_a_row_are_to_be_verified(client: Client, site: str) -> None:
    organization = OrganizationFactory.create(name="Maison du Phare", website=f"{site}/gone")
    signed_in(client, user_as("regional_adviser", organization.region))
    for _one in range(FAILURES - 1):
        asked(f"{site}/gone")
    assert "Maison du Phare" not in client.get(reverse("directory:links")).content.decode()
    asked(f"{site}/gone")
    page = client.get(reverse("directory:links")).content.decode()
    assert "Maison du Phare" in page
    assert "n’existe plus" in page
    other = signed_in(Client(), user_as("regional_adviser"))
    assert "Maison du Phare" not in other.get(reverse("directory:links")).content.decode()
    LinkCheck.objects.filter(address=f"{site}/gone").update(address=f"{site}/fine")
    assert asked(f"{site}/fine").failures == 0
