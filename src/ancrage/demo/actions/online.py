"""Some of those who wait asked by the public form, each in a language of theirs; others asked at a counter, unnamed."""

from datetime import timedelta

from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, Draw, table
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import CaseState, CollectionNotice, CounterEnquiry, FormLanguage, OnlineRequest

_ONE_IN = 2
# Days ago, subject, language.
_ASKED_AT_COUNTER = (
    (1, "immigration", "es"), (1, "logement", "fr"), (2, "francais", "ar"), (5, "emploi", "fr"), (6, "logement", "uk"),
    (8, "documents", "es"), (12, "sante", "fr"), (13, "logement", "en"), (15, "transport", "fr"), (20, "emploi", "es"),
)  # fmt: skip


def load_requests(draw: Draw, stories: list[Story]) -> None:
    """Every second request that waits, with what was written on the form."""
    waiting = [one for one in stories if one.case.state == CaseState.REQUESTED]
    waiting.sort(key=lambda one: one.case.requested_at, reverse=True)
    domains = {domain.code: domain for domain in NeedDomain.objects.filter(is_sensitive=False)}
    said = table("phrases")["online"]
    notice = CollectionNotice.objects.get()
    ticks = OnlineRequest.domains.through
    for number, story in enumerate(waiting[::_ONE_IN]):
        language = next((one for one in story.resident.person.languages if one in FormLanguage.values), "fr")
        words = said[number % len(said)]
        online = draw.add(
            OnlineRequest(
                case=story.case,
                language=language,
                notice=notice,
                message=words.get(language, words["fr"]),
                received_at=story.case.requested_at,
            )
        )
        for code in words["domains"]:
            draw.add(ticks(onlinerequest=online, needdomain=domains[code]))


def load_enquiries(draw: Draw, stories: list[Story]) -> None:
    """The questions of the last weeks at the counter of the dossier shown first."""
    shown = stories[0]
    domains = {domain.code: domain for domain in NeedDomain.objects.all()}
    for days, subject, language in _ASKED_AT_COUNTER:
        at = OPENING - timedelta(days=days, hours=-2)
        enquiry = CounterEnquiry(service_point=shown.point, language=language, at=at, by=shown.agent)
        enquiry.domain = domains[subject]
        draw.add(enquiry)
