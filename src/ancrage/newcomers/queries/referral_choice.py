"""Which services fit a need of a person, and why, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ancrage.core.cldr import language_name, short_code
from ancrage.core.dates import local_day
from ancrage.directory.models import Service, ServiceArea, ServiceEligibility
from ancrage.directory.models.service import ServiceQuerySet
from ancrage.directory.queries import tags
from ancrage.directory.queries.cards import ServiceCard, card
from ancrage.directory.queries.places import place_of_municipality
from ancrage.directory.queries.ranking import Ranked, answered
from ancrage.directory.queries.search import Wanted, search
from ancrage.directory.queries.understanding import Understood
from ancrage.newcomers.models import Case
from ancrage.newcomers.queries.distance import distance_km
from ancrage.newcomers.queries.referral_situation import Situation, situation_of
from ancrage.plans.models import Need
from ancrage.referrals.models import ReferralState
from ancrage.ui.formats import day as in_words

_A_NOTE: Final = 0.15
_A_WEEK: Final = 0.02
# Beyond, nobody reads.
_MOST: Final = 60
# Below this level of spoken French, a service in French alone deserves a thought.
_AT_EASE: Final = 5


class Weight(StrEnum):
    """What a reason does: speaks for the service, is to be noted, or sets it aside."""

    FOR = "ok"
    NOTE = "mid"
    AGAINST = "no"


@dataclass(frozen=True)
class Reason:
    weight: Weight
    text: str


@dataclass(frozen=True)
class Asked:
    """What is changed of what is looked for: the words, the place, how far."""

    words: str = ""
    where: str = ""
    kilometres: int = 0


@dataclass(frozen=True)
class _Way:
    """How a service was found."""

    row: Ranked
    understood: Understood
    most_kilometres: int


@dataclass(frozen=True)
class Option:
    """A service beside the person: its card, how far, and the reasons."""

    card: ServiceCard
    kilometres: int | None
    reasons: tuple[Reason, ...]
    score: float = 0.0
    point: tuple[float, float] | None = None

    @property
    def service(self) -> Service:
        return self.card.service

    @property
    def fits(self) -> bool:
        return all(reason.weight is not Weight.AGAINST for reason in self.reasons)

    @property
    def why_not(self) -> str:
        return " ".join(reason.text for reason in self.reasons if reason.weight is Weight.AGAINST)

    @property
    def rank(self) -> tuple[float, int, str]:
        """What is to be noted takes off what was found of it; the wait, a little each week."""
        notes = sum(reason.weight is Weight.NOTE for reason in self.reasons)
        weighed = self.score - _A_NOTE * notes - _A_WEEK * self.service.waiting_weeks
        return -weighed, self.kilometres or 0, str(self.service.pk)


@dataclass(frozen=True)
class Found:
    fitting: list[Option]
    set_aside: list[Option]
    situation: Situation
    understood: Understood

    @property
    def town(self) -> str:
        return self.situation.municipality.name if self.situation.municipality else ""


def services_for(case: Case, need: Need, at: datetime, asked: Asked | None = None) -> Found:
    """The services of the need's domain around the person: those that fit, best first, and those set aside.

    Without words, those of the need rank them and none is left out; with words, what does not answer them is.
    """
    asked, day = asked or Asked(), local_day(at)
    situation = situation_of(case, need, day)
    home = place_of_municipality(situation.municipality) if situation.municipality else None
    wanted = Wanted(
        asked.words or need.title,
        asked.where,
        tags=((tags.domain(need.domain.code),),),
        narrows=bool(asked.words),
        around=home,
        region=case.region_id,
    )
    results = search(wanted, at, broadly=False)
    rows = {row.candidate.service_id: row for row in results.rows[:_MOST]}
    services = _loaded(day).filter(pk__in=rows).order_by("pk")
    options = [
        _option(one, situation, day, _Way(rows[one.pk], results.understood, asked.kilometres)) for one in services
    ]
    options.sort(key=lambda option: option.rank)
    fitting = [option for option in options if option.fits]
    away = [option for option in options if not option.fits]
    return Found(fitting, away, situation, results.understood)


def option_for(case: Case, need: Need, service: Service, day: date) -> tuple[Option, Situation]:
    """The same for one service."""
    situation = situation_of(case, need, day)
    loaded = _loaded(day).prefetch_related("domains").get(pk=service.pk)
    option = _option(loaded, situation, day)
    if need.domain_id not in {domain.pk for domain in loaded.domains.all()}:
        wrong = Reason(Weight.AGAINST, _("Ne répond pas à ce genre de besoin."))
        option = Option(option.card, option.kilometres, (wrong, *option.reasons))
    return option, situation


def _loaded(day: date) -> ServiceQuerySet:
    rules = ServiceEligibility.objects.filter(during__contains=day).select_related("status").order_by("pk")
    areas = ServiceArea.objects.select_related("mrc", "region", "municipality").order_by("pk")
    return (
        Service.objects.active()
        .with_names()
        .prefetch_related(Prefetch("areas", areas), Prefetch("eligibilities", rules, to_attr="rules"))
    )


def _option(service: Service, situation: Situation, day: date, way: _Way | None = None) -> Option:
    kilometres = distance_km(situation.municipality, service)
    if way is not None and way.row.kilometres is not None:
        kilometres = round(way.row.kilometres)
    reasons = (
        *(_words(way) if way else ()),
        *_intake(service, day),
        *_territory(service, situation),
        *(_distance(kilometres, way.most_kilometres) if way else ()),
        *_status(service, situation),
        *_languages(service, situation),
        *_practical(service),
        *_history(service, situation),
        *_consent(service, situation),
    )
    found = (way.row.score, way.row.point) if way else (0.0, None)
    return Option(card(service, day), kilometres, reasons, *found)


def _words(way: _Way) -> Iterator[Reason]:
    """Which words of what is looked for it answers."""
    if found := answered(way.row, way.understood):
        yield Reason(Weight.FOR, _("Répond à : %(words)s") % {"words": ", ".join(found)})


def _distance(kilometres: int | None, most: int) -> Iterator[Reason]:
    if most and kilometres is not None and kilometres > most:
        words = {"km": kilometres, "most": most}
        yield Reason(Weight.AGAINST, _("À %(km)d km, plus loin que %(most)d km.") % words)


def _intake(service: Service, day: date) -> Iterator[Reason]:
    if not service.accepts_referrals:
        yield Reason(Weight.AGAINST, _("Ne reçoit pas d’aiguillages : la personne s’y présente elle-même."))
    if service.is_paused(day):
        words = _("Accueil suspendu.")
        if service.resumes_on:
            words = _("Accueil suspendu jusqu’au %(day)s.") % {"day": in_words(service.resumes_on)}
        yield Reason(Weight.AGAINST, f"{words} {service.pause_reason}".strip())
    elif service.waiting_weeks:
        weeks = service.waiting_weeks
        yield Reason(Weight.NOTE, ngettext("%(n)d semaine d’attente", "%(n)d semaines d’attente", weeks) % {"n": weeks})


def _territory(service: Service, situation: Situation) -> Iterator[Reason]:
    town = situation.municipality
    if town is None:
        yield Reason(Weight.NOTE, _("Municipalité de la personne inconnue : vérifier le territoire servi"))
        return
    for area in service.areas.all():
        if area.municipality_id == town.pk or area.mrc_id == town.mrc_id or area.region_id == town.mrc.region_id:
            yield Reason(Weight.FOR, _("Dessert %(town)s") % {"town": town.name})
            return
    yield Reason(Weight.AGAINST, _("Ne dessert pas %(town)s.") % {"town": town.name})


def _status(service: Service, situation: Situation) -> Iterator[Reason]:
    rules: dict[UUID, bool] = {rule.status_id: rule.is_admitted for rule in service.rules}  # type: ignore[attr-defined] # prefetched
    if situation.status is None:
        if not all(rules.values()):
            yield Reason(Weight.NOTE, _("Statut de la personne inconnu : le service n’admet pas tous les statuts"))
    elif rules.get(situation.status.pk, True):
        yield Reason(Weight.FOR, _("Admet le statut : %(status)s") % {"status": _within(situation.status.label)})
    else:
        yield Reason(
            Weight.AGAINST, _("N’admet pas le statut : %(status)s.") % {"status": _within(situation.status.label)}
        )


def _within(label: str) -> str:
    """Inside a sentence: proper names keep their capitals."""
    return label[:1].lower() + label[1:]


def _languages(service: Service, situation: Situation) -> Iterator[Reason]:
    offered = [short_code(code) for code in service.language_codes]
    shared = [language_name(code) for code in offered if code in situation.languages and code != "fr"]
    at_ease = "fr" in situation.languages or (situation.french or 0) >= _AT_EASE
    if shared:
        yield Reason(Weight.FOR, _("Service aussi en %(languages)s") % {"languages": ", ".join(shared)})
    elif at_ease and "fr" in offered:
        yield Reason(Weight.FOR, _("Service en français"))
    elif situation.interpreter:
        words = {"language": language_name(situation.interpreter)}
        yield Reason(Weight.NOTE, _("Interprète à prévoir : %(language)s") % words)
    else:
        names = ", ".join(language_name(code) for code in offered) or _("langues inconnues")
        yield Reason(
            Weight.NOTE, _("Aucune langue en commun inscrite. Service en : %(languages)s") % {"languages": names}
        )


def _practical(service: Service) -> Iterator[Reason]:
    if service.schedule:
        yield Reason(Weight.FOR, service.schedule)
    if service.fee:
        yield Reason(Weight.NOTE if any(c.isdigit() for c in service.fee) else Weight.FOR, service.fee)


def _history(service: Service, situation: Situation) -> Iterator[Reason]:
    earlier = situation.earlier.get(service.pk)
    if earlier is None:
        return
    if earlier.state in ReferralState.live():
        state = ReferralState(earlier.state).label
        yield Reason(Weight.AGAINST, _("Un aiguillage vers ce service existe : « %(state)s ».") % {"state": state})
    elif earlier.state == ReferralState.DECLINED and earlier.decline_reason and earlier.answered_at:
        words = {"day": in_words(earlier.answered_at), "reason": _within(earlier.decline_reason.label)}
        yield Reason(Weight.NOTE, _("A refusé le %(day)s : %(reason)s") % words)
    elif earlier.state == ReferralState.EXPIRED:
        yield Reason(Weight.NOTE, _("N’a pas répondu à l’aiguillage précédent"))


def _consent(service: Service, situation: Situation) -> Iterator[Reason]:
    if situation.consents and situation.consent_for(service.organization_id) is None:
        yield Reason(Weight.AGAINST, _("Le consentement ne nomme pas cet organisme."))
