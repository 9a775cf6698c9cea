"""The documents asked of the person, in the words of their space."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from ancrage.newcomers.models import Case, CaseState, DocumentRequest
from ancrage.portal.queries.words import SpaceWords


@dataclass(frozen=True, slots=True)
class OwnAsked:
    """``plain`` is its name in French, read aloud; ``not_held`` what the person said."""

    id: UUID
    what: SafeString
    plain: str
    sentence: str
    wished: SafeString | str
    not_held: str


def asked_of(case: Case) -> QuerySet[DocumentRequest]:
    """Those not given yet, the sooner wished first; none once the dossier is closed."""
    rows = DocumentRequest.objects.none() if case.state == CaseState.CLOSED else case.document_requests.open()
    return rows.select_related("kind", "asked_by").in_order()


def own_asked(case: Case, words: SpaceWords) -> list[OwnAsked]:
    """One statement."""
    return [in_words(asked, words) for asked in asked_of(case)]


def in_words(asked: DocumentRequest, words: SpaceWords) -> OwnAsked:
    found = asked.kind
    labels = {"fr": found.label_fr, "en": found.label_en, "es": found.label_es, "ar": found.label_ar}
    return OwnAsked(
        id=asked.pk,
        what=words.duo(labels),
        plain=found.label_fr,
        sentence=asked.sentence,
        wished=words.dated("wished_for", asked.wished_on) if asked.wished_on else "",
        not_held=asked.not_held,
    )
