from uuid import uuid4

from tests.access.rows import Row, only
from tests.factories.directory import OrganizationFactory, ServiceFactory

READERS = only(
    "integration_agent",
    "regional_adviser",
    "recruitment_adviser",
    "director",
    "system_administrator",
    "partner_worker",
)


def _service(_user):
    return {"pk": ServiceFactory.create().pk}


def _organization(_user):
    return {"pk": OrganizationFactory.create().pk}


def _nothing(_user):
    return {"pk": uuid4()}


ROWS = [
    Row("directory:services", READERS),
    Row("directory:services", READERS, query={"q": "français", "domaine": "inconnu"}),
    Row("directory:service", READERS, to=_service, outside=_nothing),
    Row("directory:organization", READERS, to=_organization, outside=_nothing),
]
