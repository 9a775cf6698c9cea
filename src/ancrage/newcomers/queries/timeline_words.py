"""What each kind of event is called in the timeline, with its icon and the state that tints it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from ancrage.agenda.models import AppointmentState
from ancrage.newcomers.models import CaseMoment, Channel, FollowUpState
from ancrage.newcomers.models.assessment import MeetingMode
from ancrage.plans.models import AcceptanceMode, ChangeKind
from ancrage.referrals.models import ReferralState
from ancrage.ui.formats import short_moment


def _case_words(code: str) -> tuple[str, str, str]:
    icons = {CaseMoment.TAKEN: "check", CaseMoment.TRANSFERRED: "send", CaseMoment.RESTRICTED: "lock"}
    return str(CaseMoment(code).label), icons.get(CaseMoment(code), "folder"), ""


def _consent_words(code: str) -> tuple[str, str, str]:
    if code == "given":
        return _("Consentement donné"), "shield", "ok"
    return _("Consentement retiré"), "shield", "bad"


def _note_words(code: str) -> tuple[str, str, str]:
    channel, reached = code.split("|")
    icons = {Channel.PHONE: "phone", Channel.VIDEO: "video", Channel.EMAIL: "mail", Channel.INTERNAL: "pen"}
    label = str(Channel(channel).label)
    what = label if reached == "true" else _("%(way)s : personne non jointe") % {"way": label}
    return what, icons.get(Channel(channel), "speech"), ""


def _document_words(_code: str) -> tuple[str, str, str]:
    return _("Document ajouté"), "doc", ""


def _asked_words(_code: str) -> tuple[str, str, str]:
    return _("Document demandé à la personne"), "doc", ""


def _not_held_words(_code: str) -> tuple[str, str, str]:
    return _("La personne n’a pas le document demandé"), "doc", "bad"


def _referral_words(code: str) -> tuple[str, str, str]:
    looks = {
        ReferralState.ACCEPTED: ("ok", "ok"),
        ReferralState.STARTED: ("right", "ok"),
        ReferralState.DONE: ("ok", "ok"),
        ReferralState.DECLINED: ("x", "bad"),
        ReferralState.NOT_DONE: ("x", "bad"),
        ReferralState.EXPIRED: ("clock", "bad"),
        ReferralState.WAITING_LIST: ("hourglass", ""),
        ReferralState.OPENED: ("eye", ""),
        ReferralState.WITHDRAWN: ("undo", ""),
    }
    state = ReferralState(code)
    icon, tint = looks.get(state, ("send", ""))
    return _("Aiguillage : %(state)s") % {"state": str(state.label).lower()}, icon, tint


def _assessment_words(code: str) -> tuple[str, str, str]:
    return _("Évaluation des besoins (%(mode)s)") % {"mode": str(MeetingMode(code).label).lower()}, "list", ""


def _booked_words(code: str) -> tuple[str, str, str]:
    when = short_moment(datetime.fromisoformat(code))
    return _("Rendez-vous pris : %(when)s") % {"when": when}, "calendar", ""


def _offered_words(_code: str) -> tuple[str, str, str]:
    return _("Moment à choisir proposé à la personne"), "calendar", ""


def _settled_words(code: str) -> tuple[str, str, str]:
    looks = {AppointmentState.PRESENT: ("check", "ok"), AppointmentState.ABSENT: ("x", "bad")}
    state, _bar, start = code.partition("|")
    icon, tint = looks.get(AppointmentState(state), ("x", ""))
    said = {"when": short_moment(datetime.fromisoformat(start)), "state": str(AppointmentState(state).label).lower()}
    return _("Rendez-vous : %(when)s, %(state)s") % said, icon, tint


def _follow_up_words(code: str) -> tuple[str, str, str]:
    milestone, state = code.split("|")
    if state == FollowUpState.NO_ANSWER:
        return _("Suivi à %(days)s jours : sans réponse") % {"days": milestone}, "refresh", ""
    return _("Suivi à %(days)s jours fait") % {"days": milestone}, "refresh", "ok"


def _inscribed_words(_code: str) -> tuple[str, str, str]:
    return _("Inscription à des séances de groupe"), "users", ""


def _attendance_words(code: str) -> tuple[str, str, str]:
    if code == "true":
        return _("Séance de groupe : présence"), "check", "ok"
    return _("Séance de groupe : absence"), "x", "bad"


def _attested_words(code: str) -> tuple[str, str, str]:
    return _("Attestation %(number)s délivrée") % {"number": code}, "doc", "ok"


def _plan_words(code: str) -> tuple[str, str, str]:
    number, _bar, acceptance = code.partition("|")
    if not acceptance:
        return _("Plan d’action établi, version %(number)s") % {"number": number}, "doc", ""
    mode = str(AcceptanceMode(acceptance).label).lower()
    return _("Plan d’action accepté (%(mode)s), version %(number)s") % {"mode": mode, "number": number}, "sign", "ok"


def _handover_words(code: str) -> tuple[str, str, str]:
    return _("Plan d’action remis à la personne, version %(number)s") % {"number": code}, "doc", "ok"


def _change_words(code: str) -> tuple[str, str, str]:
    return str(ChangeKind(code).label), "list", ""


WORDS: Final[dict[str, Callable[[str], tuple[str, str, str]]]] = {
    "case": _case_words,
    "consent": _consent_words,
    "note": _note_words,
    "document": _document_words,
    "asked": _asked_words,
    "not_held": _not_held_words,
    "referral": _referral_words,
    "assessment": _assessment_words,
    "booked": _booked_words,
    "offered": _offered_words,
    "settled": _settled_words,
    "inscribed": _inscribed_words,
    "attendance": _attendance_words,
    "attested": _attested_words,
    "follow_up": _follow_up_words,
    "plan": _plan_words,
    "handover": _handover_words,
    "change": _change_words,
}
