"""The lists each context starts with, and the territory."""

from datetime import datetime

from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_reference as load_directory
from ancrage.newcomers.actions.reference import load_reference as load_newcomers
from ancrage.plans.actions.reference import load_reference as load_plans
from ancrage.referrals.actions.reference import load_reference as load_referrals
from ancrage.territory.models import Mrc, Region


def load_reference(*, by: Actor, at: datetime) -> None:
    load_directory(by=by, at=at)
    load_plans(by=by, at=at)
    load_referrals(by=by, at=at)
    load_newcomers(by=by, at=at)
    if not Region.objects.exists():
        _temporary_territory()


def _temporary_territory() -> None:
    home = Region.objects.create(code="01", name="Bas-Saint-Laurent", prefix="BSL")
    Region.objects.create(code="03", name="Capitale-Nationale", prefix="CN")
    Region.objects.create(code="11", name="Gaspésie–Îles-de-la-Madeleine", prefix="GIM")
    for name in ("La Matapédia", "La Matanie", "La Mitis", "Rimouski-Neigette", "Les Basques", "Rivière-du-Loup", "Témiscouata", "Kamouraska"):
        Mrc.objects.create(name=name, region=home)
