import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.errors import Refused
from ancrage.questionnaires.content import ContentError, parse
from ancrage.questionnaires.models import Questionnaire, QuestionnaireVersion

_DATA = Path(__file__).parents[1] / "data"


class PublicationRefused(Refused):
    """The content cannot be asked as it is."""


@transaction.atomic
def publish(
    *, questionnaire: Questionnaire, content: Mapping[str, Any], by: Actor, at: datetime
) -> QuestionnaireVersion:
    """Publish ``content`` as the next version; those before stay as they were asked.

    :raises PublicationRefused: when the content does not have the shape of ``questionnaires.content``.
    """
    try:
        parse(content)
    except ContentError as error:
        raise PublicationRefused(str(error)) from error
    Questionnaire.objects.select_for_update(of=("self",)).get(pk=questionnaire.pk)
    last = questionnaire.versions.order_by("-number").first()
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=last.number + 1 if last else 1, content=dict(content), published_at=at
    )
    record("questionnaires.version.published", by=by, on=version, at=at)
    return version


@transaction.atomic
def load_reference(*, by: Actor, at: datetime) -> int:
    """Publish the questionnaires of the product not there yet, from their files. Returns how many."""
    added = 0
    for path in sorted(_DATA.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        if Questionnaire.objects.filter(code=raw["code"]).exists():
            continue
        names = {"name_fr": raw["name"]["fr"], "name_en": raw["name"]["en"]}
        questionnaire = Questionnaire.objects.create(code=raw["code"], **names)
        publish(questionnaire=questionnaire, content={"sections": raw["sections"]}, by=by, at=at)
        added += 1
    return added
