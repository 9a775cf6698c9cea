"""Some of those who wait asked by the public form, each in a language of theirs."""

from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import Draw, table
from ancrage.directory.models import NeedDomain
from ancrage.newcomers.models import CaseState, CollectionNotice, FormLanguage, OnlineRequest

_ONE_IN = 2


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
