from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.directory.actions.occupations import load_occupations
from ancrage.directory.occupations_file import read_occupations

SHOWN: Final = 20


class Command(BaseCommand):
    help = (
        "Charge les professions de la CNP 2021 et leurs appellations, et dit ce qui a changé. Les charger de nouveau ne "
        "change rien. Ce sont les fichiers des éléments de Statistique Canada (un par langue), ou deux listes : les "
        "groupes de base (code, titre_fr, titre_en) et les appellations (code, langue, appellation)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="file", help="un fichier CSV, ou deux")

    def handle(self, *_args: Any, files: list[Path], **_options: Any) -> None:
        try:
            report = load_occupations(read_occupations(*files), by=JobActor("load-occupations"), at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Lues : {report.read} professions, {report.titles_read} appellations")
        for title, lines in (
            ("Ajoutées", report.added),
            ("Modifiées", report.changed),
            ("Retirées de la classification", report.withdrawn),
        ):
            self.stdout.write(f"{title} : {len(lines)}")
            self.stdout.writelines(f"  {line}\n" for line in lines[:SHOWN])
            if len(lines) > SHOWN:
                self.stdout.write(f"  … et {len(lines) - SHOWN} autres")
        self.stdout.write(f"Appellations ajoutées : {report.titles_added}; retirées : {report.titles_withdrawn}")
