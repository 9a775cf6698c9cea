"""How complete and fresh each service is: ten criteria, each from 0 to 1 or without object, worked out in the query.

The criteria are those of data·inclusion, in our words. ``quality`` is their mean, in hundredths.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least, Length, Round
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.directory.models import Address, Contact, Phone, Rating, Service, ServiceMode

_FRESH: Final = 183
_OLD: Final = 730
_SHORTEST: Final = 200
BANDS: Final = 10


@dataclass(frozen=True)
class Criterion:
    """``lacks`` says what is missing, and ``mends`` names the field of the service's form where it is mended."""

    name: str
    label: str | Promise
    lacks: str | Promise
    mends: str


CRITERIA: Final = (
    Criterion("address", _("Adresse"), _("Aucun lieu avec son adresse, pour un service donné sur place."), "locations"),
    Criterion("phone", _("Téléphone"), _("Aucun téléphone que tout le monde peut composer."), "phones"),
    Criterion("application", _("Comment s’inscrire"), _("Rien ne dit comment s’inscrire."), "application"),
    Criterion("mode", _("Mode"), _("Rien ne dit si le service est sur place, par téléphone ou à distance."), "modes"),
    Criterion("freshness", _("Fraîcheur"), _("La fiche n’a pas été vérifiée depuis six mois."), ""),
    Criterion("theme", _("Besoin"), _("Aucun besoin n’est indiqué."), "domains"),
    Criterion("public", _("Pour qui"), _("Rien ne dit pour qui est le service."), "publics"),
    Criterion("contact", _("Courriel ou personne à joindre"), _("Ni courriel, ni personne à joindre."), "email"),
    Criterion(
        "description", _("Description"), _("La description est trop courte (moins de 200 caractères)."), "description"
    ),
    Criterion("fees", _("Coût"), _("Rien ne dit ce que le service coûte."), "fee_kind"),
)
Number = Any


def scored(services: "QuerySet[Service]", day: date) -> "QuerySet[Service]":
    """Services with each criterion (``q_phone``…; nothing where it has no object) and their ``quality``."""
    found = services.annotate(**{f"q_{name}": one for name, one in _expressions(day).items()})
    names = [f"q_{one.name}" for one in CRITERIA]
    total: Number = sum((Coalesce(F(name), 0.0) for name in names), Value(0.0))
    count: Number = sum((Case(When(**{f"{name}__isnull": True}, then=0.0), default=1.0) for name in names), Value(0.0))
    mean = ExpressionWrapper(total * 100 / count, output_field=FloatField())
    return found.annotate(quality=Cast(Round(mean), IntegerField()))


def missing(service: Service) -> list[Criterion]:
    """What a scored service lacks."""
    return [one for one in CRITERIA if (value := getattr(service, f"q_{one.name}")) is not None and value < 1]


@dataclass(frozen=True)
class Bar:
    """How many services have each tenth of the score, and where it is drawn, in a picture of 400 by 150."""

    label: str
    count: int
    x: int
    y: int
    height: int

    @property
    def start(self) -> str:
        return self.label.partition("\u2013")[0]

    @property
    def middle(self) -> int:
        return self.x + 17

    @property
    def above(self) -> int:
        return self.y - 4


@dataclass(frozen=True)
class Picture:
    """The state of many services: their number, their mean, how many in each tenth, what share meets each criterion."""

    count: int
    mean: int
    bars: list[Bar]
    criteria: list[tuple[Criterion, int]]


def bits(service: Service) -> dict[str, int]:
    """What a rating keeps of a scored service: the criteria that apply to it, and those it meets, by their place."""
    values = [getattr(service, f"q_{one.name}") for one in CRITERIA]
    return {
        "asked": sum(1 << place for place, value in enumerate(values) if value is not None),
        "met": sum(1 << place for place, value in enumerate(values) if value is not None and value >= 1),
    }


def lacked(rating: Rating) -> list[Criterion]:
    """What a service lacked when it was rated."""
    return [one for place, one in enumerate(CRITERIA) if (rating.asked & ~rating.met) >> place & 1]


def picture_of(ratings: "QuerySet[Rating]") -> Picture:
    """One statement, whatever their number: it counts those that are alike."""
    alike = list(ratings.order_by().values_list("quality", "asked", "met").annotate(n=Count("pk")))
    count = sum(n for *_bits, n in alike)
    counts = [0] * BANDS
    for quality, _asked, _met, n in alike:
        counts[min(quality // 10, BANDS - 1)] += n
    criteria = []
    for place, one in enumerate(CRITERIA):
        asked = sum(n for _quality, some, _met, n in alike if some >> place & 1)
        met = sum(n for _quality, _asked, some, n in alike if some >> place & 1)
        criteria.append((one, round(met * 100 / asked) if asked else 0))
    bars = [_bar(band, count, max(counts) or 1) for band, count in enumerate(counts)]
    return Picture(count, round(sum(row[0] * row[3] for row in alike) / count) if count else 0, bars, criteria)


def _bar(band: int, count: int, most: int) -> Bar:
    height = round(count * 105 / most)
    last = 100 if band == BANDS - 1 else band * 10 + 9
    return Bar(f"{band * 10}\u2013{last}", count, band * 40 + 3, 130 - height, height)


def _expressions(day: date) -> dict[str, Number]:
    at_place = Address.objects.filter(location__service_at_locations__service=OuterRef("pk")).exclude(address_1="")
    phones = Phone.objects.filter(is_public=True)
    reached = Contact.objects.filter(Q(service=OuterRef("pk")) | Q(organization=OuterRef("organization")))
    dialled = Exists(phones.filter(service=OuterRef("pk"))) | Exists(
        phones.filter(organization=OuterRef("organization"))
    )
    return {
        "address": Case(
            When(~Q(modes__contains=_array(ServiceMode.IN_PERSON)), then=None),
            When(Exists(at_place), then=1.0),
            default=0.0,
            output_field=FloatField(),
        ),
        "phone": _whether(dialled),
        "application": _whether(~Q(application="")),
        "mode": _whether(~Q(modes=[])),
        "freshness": _freshness(day),
        "theme": _whether(Exists(Service.domains.through.objects.filter(service=OuterRef("pk")))),
        "public": _whether(~Q(publics=[]) | ~Q(eligibility="")),
        "contact": _whether(~Q(email="") | ~Q(organization__public_email="") | Exists(reached)),
        "description": Case(
            When(description="", then=0.0),
            default=Least(Value(1.0), Cast(Length("description"), FloatField()) / _SHORTEST),
            output_field=FloatField(),
        ),
        "fees": _whether(~Q(fee_kind="") | ~Q(fee="")),
    }


def _array(*values: str) -> Value:
    return Value(list(values), output_field=ArrayField(CharField(max_length=10)))


def _whether(condition: Any) -> Case:  # noqa: ANN401 - Q or Exists
    return Case(When(condition, then=1.0), default=0.0, output_field=FloatField())


def _freshness(day: date) -> Case:
    """1 within six months, then less each day, nothing at two years or when never verified."""
    steps = [When(verified_on=None, then=0.0), When(verified_on__gte=day - timedelta(days=_FRESH), then=1.0)]
    for month in range(1, 18):
        limit = day - timedelta(days=_FRESH + month * (_OLD - _FRESH) // 18)
        steps.append(When(verified_on__gte=limit, then=1 - month / 18))
    return Case(*steps, default=0.0, output_field=FloatField())
