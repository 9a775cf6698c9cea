"""Mon plan: the pages of the person, its door, and the side of the staff."""

from typing import Any

from ancrage.accounts.roles import AccountKind
from tests.access.places import far, near
from tests.access.rows import EVERYBODY, Row, only
from tests.factories.newcomers import CaseFactory
from tests.factories.portal import SpaceFactory

AGENT = only("integration_agent")
PERSON = only("newcomer")
REDIRECTS = frozenset({302})


def _own(user: Any) -> dict[str, Any]:
    """Whoever has a space has a dossier."""
    if user and user.kind == AccountKind.SPACE:
        CaseFactory.create(person=SpaceFactory.create(user=user).person)
    return {}


def _key(_user: Any) -> dict[str, Any]:
    return {"key": "ABC"}


ROWS = [
    # From the dossier
    Row("portal:access", AGENT, near, far),
    Row("portal:access", AGENT, near, far, data={"way": "printed", "language": "ar"}, answers=frozenset({200})),
    Row("portal:invitation_withdraw", AGENT, near, far, data={}),
    Row("portal:access_close", AGENT, near, far, data={}),
    Row("portal:access_reopen", AGENT, near, far, data={}),
    # The door: the same for everyone
    Row("portal:sign_in", EVERYBODY),
    # Limited by address: the seventh is told to wait.
    Row("portal:sign_in", EVERYBODY, data={"email": "personne@exemple.ca"}, answers=frozenset({200, 302})),
    Row("portal:code", EVERYBODY, answers=REDIRECTS),
    Row("portal:activate", EVERYBODY, _key),
    Row("portal:sign_out", EVERYBODY, answers=REDIRECTS),
    Row("portal:sign_out", EVERYBODY, data={}),
    # The space
    Row("portal:plan", PERSON, _own),
]
