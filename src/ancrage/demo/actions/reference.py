"""The lists each context starts with, and the territory."""

from datetime import datetime

from ancrage.agenda.actions.reference import load_reference as load_agenda
from ancrage.core.actors import Actor
from ancrage.directory.actions.reference import load_reference as load_directory
from ancrage.employers.actions.reference import load_reference as load_employers
from ancrage.newcomers.actions.reference import load_reference as load_newcomers
from ancrage.plans.actions.reference import load_reference as load_plans
from ancrage.questionnaires.actions.reference import load_reference as load_questionnaires
from ancrage.referrals.actions.reference import load_reference as load_referrals
from ancrage.territory.actions.reference import load_reference as load_territory


def load_reference(*, by: Actor, at: datetime) -> None:
    load_territory(by=by, at=at)
    load_directory(by=by, at=at)
    load_questionnaires(by=by, at=at)
    load_plans(by=by, at=at)
    load_referrals(by=by, at=at)
    load_agenda(by=by, at=at)
    load_newcomers(by=by, at=at)
    load_employers(by=by, at=at)
