"""Who is measured, and what their pages cost: printed as JSON for the run.

The agent of the biggest service point, signed in as anyone is; their fullest dossier.
"""

import json
import sys
from typing import Any

import django
from django.db import connection

COMPARED = 100


def main() -> None:
    django.setup()
    from bench.full_page import fill

    agent, cookies = signed_in()
    case = _case(agent)
    fill(agent, case)
    paths = {
        "Ma journée": "/ma-journee/",
        "Dossier": f"/dossiers/{case.pk}/",
        "Dossiers": "/dossiers/?state=ouverts",
        "Demandes": "/demandes/?tous",
        "Aiguillages": "/aiguillages/?tri=tous",
        "En retard": "/dossiers/en-retard/?tous",
        "Rendez-vous": "/rendez-vous/?when=a-venir",
    }
    pages = {page: {"path": path, **_cost(path, cookies)} for page, path in paths.items()}
    json.dump({"cookies": cookies, "pages": pages}, sys.stdout)


def signed_in(email: str = "agent0-0@ancrage.example") -> tuple[Any, str]:
    """That account, and the cookies of its session."""
    from django.test import Client

    from ancrage.accounts.models import User

    user = User.objects.get(email=email)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    client.get("/aide/")
    return user, "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _case(agent: Any) -> Any:
    """Their first dossier; the requests that the pages show have been compared with everyone, as the job does."""
    from ancrage.core import now
    from ancrage.core.actors import JobActor
    from ancrage.newcomers.actions.doubles import note_doubles
    from ancrage.newcomers.models import Case, Person

    case = Case.objects.filter(agent=agent, state="active").order_by("pk").first()
    assert case
    waiting = Case.objects.filter(agent=None, service_point=case.service_point).order_by("first_contact_due_on", "pk")
    for person in Person.objects.to_compare().filter(pk__in=list(waiting.values_list("person", flat=True)[:COMPARED])):
        note_doubles(person=person, by=JobActor("newcomers.compare"), at=now())
    return case


def _cost(path: str, cookies: str) -> dict[str, int]:
    """Its statements and bytes, once it is warm."""
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost", "cookie": cookies})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return {"statements": len(captured), "bytes": len(answer.content)}


if __name__ == "__main__":
    main()
