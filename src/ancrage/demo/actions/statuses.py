"""What each person may do here and until when, and what French they have."""

from datetime import date, timedelta

from ancrage.demo.actions.drawing import OPENING_DAY, Draw
from ancrage.demo.actions.people import Resident
from ancrage.directory.models import StatusCategory, StatusGroup
from ancrage.newcomers.models import FrenchLevel, ImmigrationStatus, ServiceLanguage

_PERMITS = {"etudiant": "study_permit", "demandeur-asile": "asylum_claim"}
_OFFERED = ("es", "en", "ar")
_WELCOME_DAYS = 181
_TOP = 12


def load_statuses(draw: Draw, residents: list[Resident]) -> None:
    categories = {category.code: category for category in StatusCategory.objects.all()}
    for resident in residents:
        _status(draw, resident, categories)
        if resident.origin.french != [_TOP, _TOP]:
            _french(draw, resident)
            _service_language(draw, resident)


def _status(draw: Draw, resident: Resident, categories: dict[str, StatusCategory]) -> None:
    category = categories[resident.status]
    is_permanent = category.group == StatusGroup.PERMANENT
    document = "permanent_residence" if is_permanent else _PERMITS.get(resident.status, "work_permit")
    draw.add(
        ImmigrationStatus(
            person=resident.person,
            category=category,
            document=document,
            document_number=f"DEMO-{draw.between(100000, 999999)}",
            valid_from=resident.landed_on,
            valid_to=None if is_permanent else _expiry(draw, resident.landed_on),
        )
    )


def _expiry(draw: Draw, since: date) -> date:
    """Permits last one to three years; some end soon, a few have ended."""
    end = since + timedelta(days=draw.pick((364, 729, 729, 1094)))
    if end < OPENING_DAY and draw.happens(90):
        end += timedelta(days=730)
    return end


def _french(draw: Draw, resident: Resident) -> None:
    low, high = resident.origin.french
    level = draw.between(low, high)
    assessed = min(resident.landed_on + timedelta(days=draw.between(5, 50)), OPENING_DAY - timedelta(days=1))
    source = draw.weighted({"declared": 50, "evaluation": 40, "test": 10})
    draw.add(_level(draw, resident, level, source, assessed))
    later = assessed + timedelta(days=draw.between(150, 330))
    if later < OPENING_DAY and high < _TOP and draw.happens(55):
        draw.add(_level(draw, resident, level + draw.between(1, 3), "evaluation", later))


def _level(draw: Draw, resident: Resident, level: int, source: str, day: date) -> FrenchLevel:
    skills = {name: min(max(level + draw.between(-1, 1), 1), _TOP) for name in ("listening", "reading", "writing")}
    speaking = min(level, _TOP)
    return FrenchLevel(person=resident.person, source=source, assessed_on=day, speaking=speaking, **skills)


def _service_language(draw: Draw, resident: Resident) -> None:
    """The six months of welcome in a language that the service has."""
    language = next((code for code in resident.person.languages if code in _OFFERED), "")
    if not language or resident.origin.french[0] > 5:
        return
    draw.add(
        ServiceLanguage(
            person=resident.person,
            language=language,
            ground="welcome",
            attested_on=resident.landed_on,
            expires_on=resident.landed_on + timedelta(days=_WELCOME_DAYS),
        )
    )
