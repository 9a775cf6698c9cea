"""A regional directory of any size: what the demo's organisations offer, given again in every municipality."""

import csv
import random
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

import django
from django.core.management import call_command
from django.db import connection, transaction

if TYPE_CHECKING:
    from ancrage.territory.models import Municipality
    from bench.copying import Batch

CHUNK: Final = 2_000
SERVICES_OF_A_BODY: Final = 4
MADE: Final = datetime(2021, 1, 4, 15, tzinfo=UTC)
_WORLD: Final = Path(__file__).parents[1] / "src" / "ancrage" / "demo" / "world"


def main(size: int) -> None:
    """Each batch is committed: a stop loses one at most."""
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from ancrage.directory.actions.publishing import publish_missing
    from ancrage.directory.models import Service

    done = Service.objects.count()
    started = time.monotonic()
    if done < size:
        call_command("load_reference", stdout=sys.stderr)
        made = _Maker()
        for start in range(done, size, CHUNK):
            made.chance.seed(start)
            with transaction.atomic():
                made.write(range(start, min(start + CHUNK, size)))
    publish_missing(at=MADE)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
    sys.stdout.write(f"{size - done} services en {time.monotonic() - started:.0f} s\n")


class _Maker:
    def __init__(self) -> None:
        from ancrage.directory.models import NeedDomain
        from ancrage.territory.models import Municipality, Region

        self.chance = random.Random()
        self.domains = {domain.code: domain.pk for domain in NeedDomain.objects.all()}
        self.towns = list(Municipality.objects.select_related("mrc").exclude(latitude=None).order_by("code", "pk"))
        # As people live: a few towns hold most of them.
        self.weights = [1 / rank for rank in range(1, len(self.towns) + 1)]
        self.chance.seed(20210714)
        self.chance.shuffle(self.towns)
        self.regions = {region.pk: region for region in Region.objects.all()}
        with (_WORLD / "services.csv").open(encoding="utf-8", newline="") as lines:
            self.offers = list(csv.DictReader(lines))

    def write(self, numbers: range) -> None:
        from bench.copying import Batch

        with connection.cursor() as cursor:
            # Loading a population is not a business write: no checks row by row.
            cursor.execute("SET LOCAL session_replication_role = replica")
        batch = Batch()
        body: UUID | None = None
        town = self.towns[0]
        for number in numbers:
            if body is None or number % SERVICES_OF_A_BODY == 0:
                town = self.chance.choices(self.towns, self.weights)[0]
                body, place = self._body(batch, number, town)
            self._service(batch, number, body, place, town)
        batch.write()

    def _body(self, batch: "Batch", number: int, town: "Municipality") -> tuple[UUID, UUID]:
        from ancrage.directory.models import Address, Location, Organization, Phone

        kind = self.chance.choice(("Maison", "Centre", "Carrefour", "Association", "Regroupement", "Service"))
        about = self.chance.choice(("des familles", "d’entraide", "d’accueil", "communautaire", "des arrivants"))
        common = {"created_at": MADE, "modified_at": MADE}
        body = batch.add(
            Organization,
            name=f"{kind} {about} de {town.name} {number // SERVICES_OF_A_BODY}",
            region_id=town.mrc.region_id,
            municipality_id=town.pk,
            email=f"aiguillages{number}@banc.example",
            public_email=f"info{number}@banc.example",
            website=f"https://organisme{number}.example/",
            description=f"Au service des gens de {town.name} et des environs.",
            **common,
        )
        place = batch.add(
            Location,
            organization_id=body,
            name=f"Édifice {number}",
            municipality_id=town.pk,
            latitude=(town.latitude or 0) + self.chance.uniform(-0.02, 0.02),
            longitude=(town.longitude or 0) + self.chance.uniform(-0.02, 0.02),
            **common,
        )
        address = f"{self.chance.randint(1, 999)}, rue Principale"
        batch.add(Address, location_id=place, address_1=address, city=town.name, postal_code="G5L 1A1")
        batch.add(Phone, organization_id=body, number=f"+1418555{number % 100:04d}")
        return body, place

    def _service(self, batch: "Batch", number: int, body: UUID, place: UUID, town: "Municipality") -> None:
        from ancrage.directory.models import Language, Schedule, Service, ServiceArea, ServiceAtLocation

        offer = self.chance.choice(self.offers)
        at = MADE + timedelta(minutes=number % 500_000)
        service = batch.add(
            Service,
            organization_id=body,
            name=f"{offer['name']} de {town.name}"[:200],
            description=f"{offer['description']} À {town.name}.",
            english=self._english(offer),
            modes=offer["modes"].split("|"),
            schedule=offer["schedule"],
            fee=offer["fee"],
            fee_kind=offer.get("fee_kind", "free"),
            publics=list(filter(None, offer.get("publics", "").split("|"))),
            waiting_weeks=int(offer["waiting_weeks"]),
            created_at=MADE,
            modified_at=at,
        )
        batch.add(ServiceAtLocation, service_id=service, location_id=place)
        batch.add(ServiceArea, service_id=service, mrc_id=town.mrc_id)
        for code in offer["languages"].split("|"):
            batch.add(Language, service_id=service, code=code)
        if self.chance.random() < 0.5:
            days = self.chance.choice(("MO,TU,WE,TH,FR", "TU,TH", "SA"))
            opens, closes = self.chance.choice((("08:30", "16:30"), ("18:30", "21:00")))
            batch.add(Schedule, service_id=service, freq="WEEKLY", byday=days, opens_at=opens, closes_at=closes)
        through: Any = Service.domains.through
        for code in offer["domains"].split("|"):
            batch.add(through, service_id=service, needdomain_id=self.domains[code])

    def _english(self, offer: dict[str, str]) -> dict[str, str]:
        """Three in ten are translated."""
        if self.chance.random() > 0.3 or not offer["name_en"]:
            return {}
        return {"name": offer["name_en"], "description": offer.get("description_en", "")}


if __name__ == "__main__":
    main(int(sys.argv[1]))
