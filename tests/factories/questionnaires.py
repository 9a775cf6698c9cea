import json
from pathlib import Path
from typing import Any

from ancrage.core.actors import JobActor
from ancrage.directory.actions.reference import load_reference as load_directory
from ancrage.questionnaires.actions.publishing import load_reference
from ancrage.questionnaires.models import QuestionnaireVersion
from tests.factories.newcomers import MOMENT

FILE = Path(__file__).resolve().parents[2] / "src/ancrage/questionnaires/data/besoins.json"


def the_questions() -> dict[str, Any]:
    """What the file of the needs assessment holds."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def published() -> QuestionnaireVersion:
    """The needs assessment of the product, with its domains."""
    load_directory(by=JobActor("tests"), at=MOMENT)
    load_reference(by=JobActor("tests"), at=MOMENT)
    return QuestionnaireVersion.objects.current("besoins")
