"""The side column of a dossier's page, what came online first. One statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ancrage.accounts.access import Access
from ancrage.agenda.models import AppointmentState, Mode
from ancrage.core.dates import age_on, local_day
from ancrage.core.encryption import decrypt
from ancrage.core.prepared import prepared
from ancrage.newcomers.models import (
    Case,
    CaseAppointment,
    Consent,
    ConsentMode,
    FollowUp,
    FollowUpState,
    FormLanguage,
    HouseholdMember,
    OnlineRequest,
    Purpose,
    Relation,
    Shared,
)
from ancrage.newcomers.queries.case_referrals import Badge, near
from ancrage.newcomers.queries.header_rows import hidden_persons
from ancrage.plans.models import PlanChange, PlanVersion
from ancrage.ui.formats import day as in_words


@dataclass(frozen=True, slots=True)
class VersionLine:
    """The last version; ``is_behind`` when the plan changed since."""

    number: int
    accepted_at: datetime | None
    is_behind: bool


@dataclass(frozen=True, slots=True)
class ConsentCard:
    badge: Badge
    words: str
    shared: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """How and with whom is in ``detail``."""

    starts_at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    milestone: int
    due_on: date
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Name and tie only: members never see one another's contact details, nor does this page show them."""

    name: str
    detail: str
    case: UUID | None


@dataclass(frozen=True, slots=True)
class OnlineCard:
    """What the person sent by the public form. ``language`` is empty for French."""

    received_at: datetime
    language: str
    notice: int
    domains: list[str]
    message: str


@dataclass(frozen=True, slots=True)
class CaseSide:
    online: OnlineCard | None
    changed_at: datetime | None
    version: VersionLine | None
    consent: ConsentCard | None
    appointments: list[AppointmentLine]
    follow_ups: list[FollowUpLine]
    household: list[MemberLine]


def case_side(case: Case, access: Access, at: datetime) -> CaseSide:
    """What the side column says to this reader."""
    day = local_day(at)
    [found] = _row(case=case.pk, access=access, day=day)
    version, change = found["version"], found["change"] or {"revision": 0, "at": None}
    return CaseSide(
        online=found["online"] and _online_card(found["online"]),
        changed_at=datetime.fromisoformat(change["at"]) if change["at"] else None,
        version=version and VersionLine(
            version["number"],
            datetime.fromisoformat(version["accepted_at"]) if version["accepted_at"] else None,
            is_behind=version["revision"] < change["revision"],
        ),
        consent=found["consent"] and _consent_card(found["consent"], day),
        appointments=[_appointment_line(one) for one in found["appointments_"]],
        follow_ups=[_follow_up_line(one, day) for one in found["follow_ups_"]],
        household=[_member_line(one, day) for one in found["household"]],
    )  # fmt: skip


@prepared
def _row(*, case: UUID, access: Access, day: date) -> models.QuerySet[Case, Any]:
    return Case._base_manager.filter(pk=case).values(
        online=_online(),
        version=_version(),
        change=_change(),
        consent=_consent(),
        appointments_=_appointments(),
        follow_ups_=_follow_ups(),
        household=_household(access, day),
    )


def _online() -> models.Subquery:
    domains = OnlineRequest.domains.through.objects.filter(onlinerequest=models.OuterRef("pk"))
    label = JSONObject(fr="needdomain__label_fr", en="needdomain__label_en")
    named = ArraySubquery(domains.order_by("needdomain__position", "needdomain__code").values(json=label))
    rows = OnlineRequest.objects.filter(case=models.OuterRef("pk"))
    json = JSONObject(
        received_at="received_at", language="language", notice="notice__number", message="message", domains=named
    )
    return models.Subquery(rows.values(json=json)[:1], output_field=models.JSONField())


def _version() -> models.Subquery:
    rows = PlanVersion.objects.filter(plan=models.OuterRef("plan")).order_by("-number")
    return models.Subquery(
        rows.values(json=JSONObject(number="number", accepted_at="accepted_at", revision="revision"))[:1],
        output_field=models.JSONField(),
    )


def _change() -> models.Subquery:
    """The last change outside restricted needs: those are in no version, and nothing may tell of them."""
    rows = PlanChange.objects.filter(plan=models.OuterRef("plan")).unrestricted().order_by("-revision")
    return models.Subquery(
        rows.values(json=JSONObject(revision="revision", at="at"))[:1], output_field=models.JSONField()
    )


def _consent() -> models.Subquery:
    rows = Consent.objects.filter(case=models.OuterRef("pk"), purposes__contains=[Purpose.REFERRAL])
    json = JSONObject(
        given_at="given_at", mode="mode", notice="notice__number", shared="shared",
        ends_on="ends_on", ask_again_on="ask_again_on", withdrawn_at="withdrawn_at",
    )  # fmt: skip
    return models.Subquery(rows.order_by("-given_at", "-pk").values(json=json)[:1], output_field=models.JSONField())


def _appointments() -> ArraySubquery:
    """Those planned, the three next."""
    rows = CaseAppointment.objects.filter(case=models.OuterRef("pk"), appointment__state=AppointmentState.PLANNED)
    json = JSONObject(
        starts_at="appointment__during__startswith",
        mode="appointment__mode",
        room="appointment__room__name",
        worker="appointment__worker__full_name",
    )
    return ArraySubquery(rows.order_by("appointment__during", "pk").values(json=json)[:3])


def _follow_ups() -> ArraySubquery:
    rows = FollowUp.objects.filter(case=models.OuterRef("pk")).exclude(state=FollowUpState.CANCELLED)
    json = JSONObject(milestone="milestone", due_on="due_on", state="state", done_on="done_on")
    return ArraySubquery(rows.order_by("due_on").values(json=json))


def _household(access: Access, day: date) -> ArraySubquery:
    rows = HouseholdMember.objects.on(day).filter(
        household__members__person=models.OuterRef("person"), household__members__during__contains=day
    )
    rows = rows.exclude(person=models.OuterRef("person")).exclude(person__in=hidden_persons(access))
    dossier = Case.objects.visible_to(access).open().filter(person=models.OuterRef("person")).values("pk")[:1]
    json = JSONObject(
        given="person__given_names", family="person__family_names", original="person__original_name",
        birth_on="person__birth_on", relation="relation", case=models.Subquery(dossier),
    )  # fmt: skip
    return ArraySubquery(rows.order_by("person__birth_on", "pk").values(json=json))


def _online_card(row: dict[str, Any]) -> OnlineCard:
    shown = (get_language() or "fr")[:2]
    return OnlineCard(
        received_at=datetime.fromisoformat(row["received_at"]),
        language="" if row["language"] == FormLanguage.FRENCH else str(FormLanguage(row["language"]).label),
        notice=row["notice"],
        domains=[one.get(shown) or one["fr"] for one in row["domains"]],
        message=decrypt(row["message"]) if row["message"] else "",
    )


def _consent_card(row: dict[str, Any], day: date) -> ConsentCard:
    given = in_words(datetime.fromisoformat(row["given_at"]))
    mode = str(ConsentMode(row["mode"]).label).lower()
    words = _("Donné %(mode)s le %(day)s, avis version %(number)s.") % {
        "mode": mode,
        "day": given,
        "number": row["notice"],
    }
    agreed = set(row["shared"])
    return ConsentCard(_consent_badge(row, day), words, [(str(part.label), part.value in agreed) for part in Shared])


def _consent_badge(row: dict[str, Any], day: date) -> Badge:
    if row["withdrawn_at"]:
        return Badge("bad", "x", _("Retiré"))
    if row["ends_on"] and date.fromisoformat(row["ends_on"]) < day:
        return Badge("warn", "clock", _("Échu"))
    if row["ask_again_on"] and date.fromisoformat(row["ask_again_on"]) <= day:
        return Badge("warn", "refresh", _("À redemander"))
    return Badge("ok", "lock", _("En vigueur"))


def _appointment_line(row: dict[str, Any]) -> AppointmentLine:
    parts = (str(Mode(row["mode"]).label), row["room"], row["worker"])
    return AppointmentLine(datetime.fromisoformat(row["starts_at"]), ", ".join(part for part in parts if part))


def _follow_up_line(row: dict[str, Any], day: date) -> FollowUpLine:
    due_on, state = date.fromisoformat(row["due_on"]), FollowUpState(row["state"])
    if state is FollowUpState.PLANNED:
        badge = Badge("bad", "alert", _("En retard")) if due_on < day else None
    elif state is FollowUpState.DONE:
        badge = Badge("ok", "", _("Fait le %(day)s") % {"day": near(date.fromisoformat(row["done_on"]), day)})
    else:
        badge = Badge("", "x", str(state.label))
    return FollowUpLine(row["milestone"], due_on, badge)


def _member_line(row: dict[str, Any], day: date) -> MemberLine:
    name = " ".join(part for part in (row["given"], row["family"]) if part) or row["original"]
    parts = [str(Relation(row["relation"]).label)]
    if row["birth_on"]:
        parts.append(_("%(age)d ans") % {"age": age_on(date.fromisoformat(row["birth_on"]), day)})
    tie = ", ".join(parts)
    case = UUID(str(row["case"])) if row["case"] else None
    return MemberLine(name, _("%(tie)s. Dossier ouvert.") % {"tie": tie} if case else f"{tie}.", case)
