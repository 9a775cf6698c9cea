"""The referrals of a dossier, and those sent from all the dossiers within reach."""

from ancrage.core import now
from ancrage.referrals.actions.answering import accept
from ancrage.referrals.models import Referral
from tests.access.places import case_near, far, near
from tests.access.rows import Row, only
from tests.factories.newcomers import CaseFactory, ConsentFactory
from tests.factories.plans import NeedFactory
from tests.newcomers.referable import fitting
from tests.referrals.sent import sent_tie

READERS = only("integration_agent", "director")
SENDERS = only("integration_agent")
REFUSED = frozenset({200})


def _referral(user, *, case=None):
    case = case or case_near(user)
    tie = sent_tie(case=case, need=NeedFactory.create(plan=case.plan), consent=ConsentFactory.create(case=case))
    return {"case_id": case.pk, "referral_id": tie.referral_id}


def _borrowed(user):
    """A dossier within reach, and the referral of one that is not."""
    return {**near(user), "referral_id": _referral(user, case=CaseFactory.create())["referral_id"]}


def _restricted(user):
    case = case_near(user)
    tie = sent_tie(case=case, consent=ConsentFactory.create(case=case), referral__is_restricted=True)
    return {"case_id": case.pk, "referral_id": tie.referral_id}


def _accepted(user, *, case=None):
    arguments = _referral(user, case=case)
    referral = Referral.objects.get(pk=arguments["referral_id"])
    accept(referral=referral, by=referral.created_by, at=now())
    return arguments


def _ending(user):
    return _accepted(user) | {"ending": "rendu"}


def _ending_borrowed(user):
    return _borrowed(user) | {"ending": "rendu"}


def _choice(user, *, case=None):
    case = case or case_near(user)
    need = NeedFactory.create(plan=case.plan)
    ConsentFactory.create(case=case)
    return {"case_id": case.pk, "need_id": need.pk, "service_id": fitting(case, need).pk}


def _need_of_another(user):
    chosen = _choice(user)
    return {**chosen, "need_id": NeedFactory.create().pk}


ROWS = [
    Row("newcomers:sent_referrals", READERS),
    Row("newcomers:sent_referrals", READERS, query={"tri": "attente", "moi": ""}),
    Row("newcomers:sent_export", READERS, to=lambda _user: {"kind": "csv"}, outside=lambda _user: {"kind": "pdf"}),
    Row("newcomers:referrals", READERS, near, far),
    Row("newcomers:referral", READERS, _referral, _borrowed),
    Row("newcomers:referral", READERS, _referral, _restricted),
    Row("newcomers:referral_add", SENDERS, near, far),
    Row("newcomers:referral_package", SENDERS, _choice, _need_of_another),
    Row("newcomers:referral_package", SENDERS, _choice, _need_of_another, data={"lines": ["name"]}),
    Row("newcomers:referral_read", SENDERS, _referral, _borrowed, data={}),
    Row("newcomers:referral_read", SENDERS, _referral, _restricted, data={}),
    Row("newcomers:referral_reply", SENDERS, _referral, _borrowed),
    Row("newcomers:referral_reply", SENDERS, _referral, _restricted, data={"text": "Oui"}, answers=REFUSED),
    Row("newcomers:referral_resend", SENDERS, _referral, _borrowed, data={}),
    Row("newcomers:referral_resend", SENDERS, _referral, _restricted, data={}),
    Row("newcomers:referral_started", SENDERS, _accepted, _borrowed, data={}),
    Row("newcomers:referral_ended", SENDERS, _ending, _ending_borrowed),
    Row("newcomers:referral_ended", SENDERS, _ending, _ending_borrowed, data={"outcome": "x"}, answers=REFUSED),
    Row("newcomers:referral_withdraw", SENDERS, _referral, _borrowed),
    Row("newcomers:referral_withdraw", SENDERS, _referral, _restricted, data={"reason": ""}),
]
