"""What the register and the notices remember of these two years: ids, verbs, and who looked."""

from datetime import datetime, time, timedelta

from ancrage.accounts.enums import Way
from ancrage.accounts.models import NoticeChoice, Notification, User
from ancrage.audit.models import AuditEntry
from ancrage.core.actors import JobActor
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY, Draw
from ancrage.demo.actions.referrals import Sender
from ancrage.newcomers.actions.doubles import note_doubles
from ancrage.newcomers.actions.languages import announce_end
from ancrage.newcomers.actions.saved_views import save_view
from ancrage.newcomers.models import Case, Listed, Person
from ancrage.newcomers.queries.languages import WARNED_DAYS, to_warn
from ancrage.referrals.models import ReferralState

_ADDRESS = "192.0.2.14"  # kept for documentation: no network has it


def load_entries(draw: Draw, stories: list[Story]) -> None:
    """The main moments of each dossier, and some readings of it."""
    for story in stories:
        _entry(draw, story.case, "newcomers.case.opened", "job:demo", at=story.case.requested_at)
        if story.case.first_contact_at:
            agent = story.agent.actor_ref
            _entry(draw, story.case, "newcomers.case.contacted", agent, at=story.case.first_contact_at)
            for _n in range(draw.between(1, 3)):
                day = draw.working_day(local_day(story.case.first_contact_at), story.last_day)
                at = max(draw.at(day), story.case.first_contact_at + timedelta(minutes=5))
                _entry(draw, story.case, "newcomers.case.consulted", agent, at=at, address=_ADDRESS)
        if story.case.closed_at:
            _entry(draw, story.case, "newcomers.case.closed", story.agent.actor_ref, at=story.case.closed_at)


def _entry(draw: Draw, case: Case, verb: str, actor: str, *, at: datetime, address: str | None = None) -> None:
    draw.add(
        AuditEntry(
            at=at,
            actor=actor,
            verb=verb,
            target_type=case._meta.label_lower,
            target_id=str(case.pk),
            about=[case.pk, case.person_id],
            region=case.region.code,
            address=address,
        )
    )


def load_warnings() -> None:
    """The ends of grounds of the coming month, announced thirty days before, or when the dossier was opened."""
    by = JobActor("newcomers.announce_ends")
    for one in to_warn(OPENING_DAY):
        case = Case.objects.open().filter(person=one.person_id).first()
        assert one.expires_on  # noqa: S101 - asked by the query
        at = datetime.combine(one.expires_on - timedelta(days=WARNED_DAYS), time(1, 20), HOME_ZONE)
        announce_end(service_language=one, by=by, at=max(at, case.requested_at) if case else at)


def load_doubles() -> None:
    """Whoever was entered twice, as the job would have found them."""
    by = JobActor("newcomers.compare")
    for person in Person.objects.to_compare():
        note_doubles(person=person, by=by, at=OPENING)


def load_views() -> None:
    """What agents and directors come back to in their lists."""
    overdue, late = "due=suivi-en-retard", "due=en-retard"
    awaiting = "tri=attente&moi=oui&col=service&col=organization&col=state&col=sent&col=answered"
    for user in User.objects.filter(assignments__role="integration_agent").distinct().order_by("pk"):
        query = f"state=ouverts&{overdue}&agent={user.pk}&col=municipality&col=state&col=follow_up"
        save_view(name="Mes suivis en retard", query=query, by=user, at=OPENING)
        mine = f"agent={user.pk}&col=kind&col=what&col=due&col=days&col=doer"
        save_view(name="Mes retards", listed=Listed.OVERDUE, query=mine, by=user, at=OPENING)
        save_view(name="Sans réponse encore", listed=Listed.REFERRALS, query=awaiting, by=user, at=OPENING)
    for user in User.objects.filter(assignments__role="director").distinct().order_by("pk"):
        query = f"state=ouverts&{late}&col=point&col=agent&col=requested&col=due"
        save_view(name="Premiers contacts en retard", query=query, by=user, at=OPENING)


def load_notices(draw: Draw, sender: Sender) -> None:
    """Those who sent are told of the answers of the last days; directors chose to hear at once of a dossier to give."""
    for user in User.objects.filter(assignments__role="director").distinct().order_by("pk"):
        draw.add(NoticeChoice(user=user, notice="newcomers.tie_declared", way=Way.AT_ONCE))
    for referral, _story, _need in sender.made:
        if referral.answered_at is None or referral.seen_at is not None:
            continue
        is_fresh = (OPENING_DAY - local_day(referral.answered_at)).days <= 1
        if is_fresh and not referral.is_restricted:
            state = ReferralState(referral.state).label
            text = f"Aiguillage {referral.reference} : {str(state).lower()}."
            notice = Notification(user=referral.created_by, kind="referral_answered", text=text, way=Way.DIGEST)
            notice.path, notice.created_at = referral.owner_path, referral.answered_at
            draw.add(notice)
