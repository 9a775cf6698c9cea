"""The whole world, in one transaction: the same people each time for one seed."""

from datetime import datetime, time

from django.apps import apps
from django.db import connection, transaction
from django.utils import translation

from ancrage.accounts.models import User
from ancrage.audit.actions import record
from ancrage.core.actors import JobActor
from ancrage.core.clock import HOME_ZONE
from ancrage.core.dates import local_day
from ancrage.core.errors import Refused
from ancrage.demo.actions import (
    agenda,
    assessments,
    cases,
    consents,
    documents,
    employers,
    follow_ups,
    groups,
    letters,
    occupations,
    online,
    organizations,
    people,
    plans,
    reference,
    referrals,
    register,
    services,
    showcase,
    sources,
    spaces,
    staff,
    statuses,
    structure,
    trouble,
    upkeep,
    versions,
)
from ancrage.demo.actions.drawing import FIRST_DAY, OPENING, OPENING_DAY, Draw
from ancrage.demo.models import World

SEED = 20210716
LOADER = JobActor("demo")


class WorldRefused(Refused):
    pass


@transaction.atomic
def load_world(*, seed: int = SEED, at: datetime) -> dict[str, int]:
    """Fill an empty database with the demo world; do nothing when it is there already.

    :param at: real time; the world opens on 14 July 2021 on that day.
    :returns: how many rows of each kind were written.
    :raises WorldRefused: over a database that holds accounts and no mark of the demo.
    """
    if World.objects.exists():
        return {}
    if User.objects.exists():
        raise WorldRefused("This database holds accounts and is not the demo's: nothing was loaded.")
    with translation.override("fr"):
        _fill(Draw(seed))
    offset = (local_day(at) - OPENING_DAY).days
    world = World.objects.create(loaded_at=at, offset_days=offset, seed=seed)
    record("demo.world.loaded", by=LOADER, on=world, at=OPENING)
    return _counts()


def _fill(draw: Draw) -> None:
    with connection.cursor() as cursor:
        # A referral comes before its tie to a consent: both are judged at the end.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    reference.load_reference(by=LOADER, at=datetime.combine(FIRST_DAY, time(8), HOME_ZONE))
    occupations.load_stated_occupations()
    places = structure.load_structure(draw)
    workers = staff.load_staff(draw, places)
    bodies = organizations.load_organizations(draw, places)
    staff.load_partner_workers(draw, workers, bodies)
    offers = services.load_services(draw, places, bodies)
    shown = showcase.load_household(draw, places, workers)
    residents = people.load_people(draw, places)
    trouble.add_people(draw, places, residents)
    stories = cases.load_cases(draw, places, workers, residents, shown)
    _write_dossiers(draw, workers, residents, stories, offers)
    # A chance of its own: what it draws changes nothing elsewhere.
    agenda.load_agenda(Draw(draw.seed), places, workers, stories)
    groups.load_groups(Draw(draw.seed), places, workers, stories)
    employers.load_employers(Draw(draw.seed), places, workers)
    upkeep.load_upkeep()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _write_dossiers(
    draw: Draw,
    workers: staff.Staff,
    residents: list[people.Resident],
    stories: list[cases.Story],
    offers: list[services.Offer],
) -> None:
    sender = referrals.Sender(draw, offers)
    consents.load_consents(draw, stories)
    plans.load_plans(draw, stories)
    assessments.load_assessments(draw, stories)
    referrals.load_referrals(sender, stories)
    showcase.load_file(draw, stories[0], sender)
    referrals.finish(sender)
    follow_ups.load_follow_ups(draw, stories)
    follow_ups.load_notes(draw, stories)
    statuses.load_statuses(draw, residents)
    online.load_requests(draw, stories)
    online.load_enquiries(draw, stories)
    protected = trouble.load_protection(draw, workers, stories)
    register.load_entries(draw, stories)
    register.load_notices(draw, sender)
    draw.write()
    trouble.load_exceptional_access(workers, protected)
    letters.load_packages(sender)
    letters.load_messages(sender)
    register.load_warnings()
    register.load_doubles()
    register.load_views()
    versions.load_versions(draw, stories)
    documents.load_documents(stories[0])
    documents.load_list(stories[0])
    sources.load_sources()
    spaces.load_space(stories[0])


def _counts() -> dict[str, int]:
    contexts = (
        "territory",
        "accounts",
        "directory",
        "newcomers",
        "employers",
        "plans",
        "referrals",
        "agenda",
        "messaging",
    )
    models = [model for context in contexts for model in apps.get_app_config(context).get_models()]
    counted = {
        str(m._meta.verbose_name_plural): m._default_manager.count() for m in models if "Event" not in m.__name__
    }
    return {name: count for name, count in counted.items() if count}
