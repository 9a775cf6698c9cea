from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.referrals.models import Referral, ReferralQuestion, ReferralState, ReferralTransition
from ancrage.referrals.transitions import Step
from ancrage.ui.formats import moment


class ReferralRefused(Refused):
    """What was asked does not fit where the referral stands."""


def locked(referral_id: UUID) -> Referral:
    """The referral, held until the caller's transaction ends: of two people acting at once, the second waits."""
    rows = Referral.objects.select_for_update(of=("self",))
    return rows.select_related("service", "organization", "domain", "region", "created_by").get(pk=referral_id)


def move(
    referral: Referral, step: Step, *, by: Actor, at: datetime, note: str = "", fields: tuple[str, ...] = ()
) -> None:
    """Take one step of the table, with the ``fields`` already set on ``referral``, which is ``locked``.

    What the person agreed to share is forgotten as soon as the organisation may no longer read it.

    :raises ReferralRefused: when the step does not start from the present state.
    """
    if referral.state not in step.sources:
        raise ReferralRefused(why_not(referral))
    before, referral.state = referral.state, step.target
    if not referral.is_shared:
        fields = (*fields, *_forget(referral))
    referral.save(update_fields=["state", *fields])
    ReferralTransition.objects.create(
        referral=referral, at=at, actor=by.actor_ref, from_state=before, to_state=step.target, note=note[:300]
    )
    register(referral, step.verb, by=by, at=at, fields=("state", *fields))


def register(referral: Referral, verb: str, *, by: Actor, at: datetime, fields: tuple[str, ...] = ()) -> None:
    record(
        f"referrals.referral.{verb}",
        by=by,
        on=referral,
        at=at,
        fields=fields,
        about=referral.concerns,
        region=referral.region.code,
    )


def _forget(referral: Referral) -> tuple[str, ...]:
    referral.package, referral.person_name, referral.told_email = [], "", ""
    ReferralQuestion.objects.filter(referral=referral).exclude(text="").update(text="", reply="")
    return "package", "person_name", "told_email"


def why_not(referral: Referral) -> str:
    state = ReferralState(referral.state)
    if state == ReferralState.WITHDRAWN:
        return _("Cet aiguillage est retiré.")
    if state == ReferralState.EXPIRED:
        return _("Le délai de réponse est passé : cet aiguillage est expiré.")
    if referral.answered_at:
        words = {"state": state.label, "moment": moment(referral.answered_at)}
        return _("Une réponse est déjà inscrite : « %(state)s », le %(moment)s.") % words
    return _("L’aiguillage est à l’état « %(state)s » : ce geste n’y est pas possible.") % {"state": state.label}
