"""The answer link, open to whoever holds it, and Mes aiguillages, open to the organisation that received."""

from uuid import uuid4

from ancrage.core import now
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.tokens import token_of
from tests.access.rows import EVERYBODY, Row, only
from tests.factories.directory import OrganizationMemberFactory, ServiceFactory
from tests.referrals.sent import link_of, sent

PARTNER = only("partner_worker")
MOVES = frozenset({302})
REFUSED = frozenset({200})


def _own_service(user):
    member = user and user.memberships.first()
    if user and member is None and user.assignments.filter(role="partner_worker").exists():
        member = OrganizationMemberFactory.create(user=user)
    return ServiceFactory.create(organization=member.organization) if member else ServiceFactory.create()


def _received(user):
    return {"pk": sent(service=_own_service(user)).pk}


def _elsewhere(_user):
    return {"pk": sent().pk}


def _accepted(user):
    referral = sent(service=_own_service(user))
    accept(referral=referral, by=referral.created_by, at=now())
    return {"pk": referral.pk}


def _answering(user):
    return _received(user) | {"slug": "accueillir"}


def _answering_elsewhere(user):
    return _elsewhere(user) | {"slug": "accueillir"}


def _ending(user):
    return _accepted(user) | {"ending": "rendu"}


def _ending_elsewhere(user):
    return _elsewhere(user) | {"ending": "rendu"}


def _service(user):
    return {"pk": _own_service(user).pk}


def _service_elsewhere(_user):
    return {"pk": ServiceFactory.create().pk}


def _link(_user):
    return {"token": token_of(link_of(sent()))}


def _altered(_user):
    return {"token": f"{uuid4().hex}:1abcde:signature"}


def _choice(_user):
    return _link(None) | {"slug": "refuser"}


def _altered_choice(_user):
    return _altered(None) | {"slug": "refuser"}


def _other_choice(_user):
    return _link(None) | {"slug": "autrement"}


ROWS = [
    # By the link: no account; an altered one is not found.
    Row("referrals:answer", EVERYBODY, to=_link, outside=_altered),
    Row("referrals:answer", EVERYBODY, to=_link, outside=_altered, data={"reponse": "accueillir"}),
    Row("referrals:answer_ask", EVERYBODY, to=_link, answers=MOVES),
    Row("referrals:answer_ask", EVERYBODY, to=_link, data={}),
    Row("referrals:answer_prove", EVERYBODY, to=_link, answers=MOVES),
    Row("referrals:answer_prove", EVERYBODY, to=_link, data={"code": "000000"}, answers=REFUSED),
    Row("referrals:answer_confirm", EVERYBODY, to=_choice, outside=_altered_choice),
    Row(
        "referrals:answer_confirm", EVERYBODY, to=_choice, outside=_other_choice, data={"reason": "x"}, answers=REFUSED
    ),
    # Mes aiguillages.
    Row("referrals:inbox", PARTNER),
    Row("referrals:received", PARTNER, to=_received, outside=_elsewhere),
    Row("referrals:received", PARTNER, to=_received, outside=_elsewhere, data={"reponse": "refuser"}),
    Row("referrals:received_answer", PARTNER, to=_answering, outside=_answering_elsewhere),
    Row("referrals:received_answer", PARTNER, to=_answering, outside=_answering_elsewhere, data={"note": "Bienvenue"}),
    Row("referrals:started", PARTNER, to=_accepted, outside=_elsewhere, answers=MOVES),
    Row("referrals:started", PARTNER, to=_accepted, outside=_elsewhere, data={}),
    Row("referrals:ended", PARTNER, to=_ending, outside=_ending_elsewhere),
    Row("referrals:ended", PARTNER, to=_ending, outside=_ending_elsewhere, data={"outcome": "x"}, answers=REFUSED),
    Row("referrals:services", PARTNER),
    Row("referrals:pause", PARTNER, to=_service, outside=_service_elsewhere),
    Row("referrals:pause", PARTNER, to=_service, outside=_service_elsewhere, data={"reason": "Vacances"}),
    Row("referrals:resume", PARTNER, to=_service, outside=_service_elsewhere, answers=MOVES),
    Row("referrals:resume", PARTNER, to=_service, outside=_service_elsewhere, data={}),
    Row("referrals:waiting", PARTNER, to=_service, outside=_service_elsewhere),
    Row("referrals:waiting", PARTNER, to=_service, outside=_service_elsewhere, data={"waiting_weeks": "4"}),
]
