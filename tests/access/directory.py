from uuid import uuid4

from ancrage.core import today
from tests.access.rows import EVERYBODY, Row, only
from tests.factories.directory import OrganizationFactory, OrganizationMemberFactory, ServiceFactory

ADMIN = only("system_administrator")
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


def _hidden(_user):
    return {"pk": ServiceFactory.create(is_public=False).pk}


def _organization(_user):
    return {"pk": OrganizationFactory.create().pk}


def _member(_user):
    member = OrganizationMemberFactory.create()
    return {"pk": member.organization_id, "member_id": member.pk}


def _member_of_another(user):
    return _member(user) | _organization(user)


def _nothing(_user):
    return {"pk": uuid4()}


ROWS = [
    Row("directory:find", EVERYBODY),
    Row(
        "directory:find",
        EVERYBODY,
        query={"q": "français", "pres": "ailleurs", "km": "x", "quand": "jamais", "page": "0"},
    ),
    Row("directory:sheet", EVERYBODY, query={"s": "x", "grand": "1"}),
    Row("directory:public_service", EVERYBODY, to=_service, outside=_hidden),
    Row("directory:public_organization", EVERYBODY, to=_organization, outside=_nothing),
    Row("directory:services", READERS),
    Row("directory:services", READERS, query={"q": "français", "domaine": "inconnu"}),
    Row("directory:service", READERS, to=_service, outside=_nothing),
    Row("directory:organization", READERS, to=_organization, outside=_nothing),
    Row("directory:add_member", ADMIN, to=_organization, outside=_nothing),
    Row("directory:add_member", ADMIN, to=_organization, data={"user": ""}, answers=frozenset({200})),
    Row("directory:end_member", ADMIN, to=_member, outside=_member_of_another),
    Row("directory:end_member", ADMIN, to=_member, outside=_member_of_another, data={"before": today().isoformat()}),
]
