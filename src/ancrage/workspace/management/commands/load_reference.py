from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ancrage.agenda.actions.reference import load_reference as load_agenda
from ancrage.core import now
from ancrage.core.actors import JobActor
from ancrage.directory.actions.reference import load_reference as load_directory
from ancrage.employers.actions.reference import load_reference as load_employers
from ancrage.newcomers.actions.reference import load_reference as load_newcomers
from ancrage.plans.actions.reference import load_reference as load_plans
from ancrage.questionnaires.actions.reference import load_reference as load_questionnaires
from ancrage.referrals.actions.reference import load_reference as load_referrals
from ancrage.territory.actions.reference import load_reference as load_territory


class Command(BaseCommand):
    help = "Ajoute les listes de référence qui manquent : domaines, statuts, motifs, catalogue, avis, calendrier."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        by, at = JobActor("load-reference"), now()
        siblings = (load_questionnaires, load_plans, load_referrals, load_agenda)
        loads = (load_territory, load_directory, *siblings, load_newcomers, load_employers)
        added = sum(load(by=by, at=at) for load in loads)
        self.stdout.write(f"{added} entrées ajoutées aux listes de référence.")
