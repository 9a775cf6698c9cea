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
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ancrage.accounts.models import User
    from ancrage.core import now
    from ancrage.core.actors import JobActor
    from ancrage.newcomers.actions.doubles import note_doubles
    from ancrage.newcomers.models import Case, Person
    from bench.full_page import fill

    agent = User.objects.get(email="agent0-0@ancrage.example")
    case = Case.objects.filter(agent=agent, state="active").order_by("pk").first()
    assert case
    # The requests that the pages show have been compared with everyone, as the job does.
    waiting = Case.objects.filter(agent=None, service_point=case.service_point).order_by("first_contact_due_on", "pk")
    for person in Person.objects.to_compare().filter(pk__in=waiting.values("person")[:COMPARED]):
        note_doubles(person=person, by=JobActor("newcomers.compare"), at=now())
    fill(agent, case)
    client = Client(headers={"host": "localhost"})
    client.force_login(agent)
    pages: dict[str, dict[str, Any]] = {
        "Ma journée": {"path": "/ma-journee/"},
        "Dossier": {"path": f"/dossiers/{case.pk}/"},
    }
    for facts in pages.values():
        client.get(facts["path"])
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(facts["path"])
        assert answer.status_code == 200, (facts["path"], answer.status_code)
        facts |= {"statements": len(captured), "bytes": len(answer.content)}
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    json.dump({"cookies": cookies, "pages": pages}, sys.stdout)


if __name__ == "__main__":
    main()
