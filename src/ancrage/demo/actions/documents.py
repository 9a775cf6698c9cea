"""Documents received in a few dossiers, made by our own typst, one of them restricted; and a list to import."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from ancrage.accounts.models import User
from ancrage.core.clock import HOME_ZONE
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import WORLD, table
from ancrage.files.documents import make_pdf
from ancrage.newcomers.actions.documents import add_document, share_document
from ancrage.newcomers.actions.imports import receive
from ancrage.newcomers.models import Case

_LIST = "salon-de-bogota.csv"
_RECEIVED = datetime(2021, 7, 13, 15, 40, tzinfo=HOME_ZONE)
_TEMPLATE = Path(__file__).parents[1] / "documents" / "received.typ"


def load_documents(story: Story) -> None:
    """Those of the dossier shown first, one of them in Mon plan, and a restricted one in a dossier that names its agent.

    Rows are written.
    """
    for one in table("showcase")["documents"]:
        restricted = one.get("restricted", False)
        case = _protected(story.agent) if restricted else story.case
        about = {"title": one["title"], "is_restricted": restricted, "at": one["at"]}
        document = add_document(case=case, file=_pdf(one), by=story.agent, **about)
        if one.get("shared"):
            share_document(document=document, by=story.agent, at=one["at"])


def load_list(story: Story) -> None:
    """A list of a fair, sent and left at its columns: what follows is the visitor's to do."""
    content = (WORLD / _LIST).read_bytes()
    file = ContentFile(content, name=_LIST)
    receive(file=file, service_point=story.case.service_point, by=story.agent, at=_RECEIVED)


def _protected(agent: User) -> Case:
    """An ordinary dossier of ``agent``, who is named on it."""
    own = Case.objects.open().filter(agent=agent, is_restricted=False, circle__user=agent, circle__until=None)
    return own.select_related("region").order_by("reference")[0]


def _pdf(one: dict[str, Any]) -> ContentFile[bytes]:
    made = make_pdf(_TEMPLATE, {"title": one["title"], "lines": one["lines"]}, at=one["at"])
    return ContentFile(made, name=one["name"])
