"""The pages of search ask ten statements at most, whatever is typed and however much is found."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.directory.test_search import MATANE, MONT_JOLI, offered, town
from tests.factories.accounts import user_as

pytestmark = pytest.mark.django_db
MOST = 10
# Words and a place to be put right, nothing there, hours to be looked at, a map.
WORST = (
    "/repertoire/?q=gardreie+ouvert+maintenant&pres=Mont-Joly",
    "/services/?q=gardreie+ouvert+maintenant&pres=Mont-Joly",
    "/repertoire/?q=gardreie+pres+de+Mont-Joli&quand=soir&langue=fr&comment=gratuit&km=40",
    "/services/?q=gardreie+pres+de+Mont-Joli&quand=now&tri=distance",
    "/services/imprimer/?q=gardreie&pres=Mont-Joly&quand=now",
)


@pytest.fixture
def inside(client: Client) -> Client:
    client.force_login(user_as("regional_adviser"))
    session = client.session
    session["demo"] = True
    session.save()
    return client


@pytest.mark.parametrize("url", WORST)
def test_ten_statements_at_most(inside: Client, url: str) -> None:
    there = town("Matane", MATANE)
    offered(town("Mont-Joli", MONT_JOLI), name="Friperie")
    for n in range(3):
        offered(there, name=f"Garderie {n}", hours="MO,TU,WE,TH,FR,SA,SU 00:00-00:00", fee_kind="free")
        inside.get(url)
        with CaptureQueriesContext(connection) as captured:
            answer = inside.get(url)
        assert answer.status_code == 200
        told = "\n".join(str(one["sql"])[:120] for one in captured.captured_queries)
        assert len(captured) <= MOST, told
