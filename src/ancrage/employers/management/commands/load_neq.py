from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.employers.actions.register import load_register


class Command(BaseCommand):
    help = (
        "Charge les données ouvertes du registre des entreprises (le zip du Registraire, ou son Entreprise.csv), "
        "et dit ce qui a changé. Sans elles, le NEQ d’un employeur est dit « non vérifié »."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="le zip, ou Entreprise.csv")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            report = load_register(file, by=JobActor("load-neq"), at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"{report.read} entreprises lues : {report.added} ajoutées, {report.changed} modifiées, "
            f"{report.withdrawn} retirées."
        )
