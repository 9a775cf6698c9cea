from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ancrage.accounts.actions.assignments import assign
from ancrage.accounts.actions.users import UserRefused, invite
from ancrage.core import now, today
from ancrage.core.actors import JobActor


class Command(BaseCommand):
    help = "Ouvre le premier compte d’administration : le lien qui fixe le mot de passe part par courriel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name", nargs="+")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        by, at = JobActor("invite-administrator"), now()
        try:
            user = invite(email=options["email"], full_name=" ".join(options["full_name"]), language="fr", by=by, at=at)
        except UserRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        assign(user=user, role="system_administrator", place=None, start=today(), by=by, at=at)
        self.stdout.write(f"Compte ouvert pour {user.email}. Le lien part dès que la file est servie.")
