from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.territory.actions.boundaries import load_boundaries
from ancrage.territory.boundaries_file import LEVELS, read_boundaries

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Charge les limites officielles des régions, des MRC ou des municipalités depuis un fichier GeoJSON en degrés "
        "(WGS 84), et dit ce qui a changé. Le charger de nouveau ne change rien. Chaque élément a un code et un nom "
        "(« code », « name », ou ceux des Découpages administratifs du Québec); les tracés sont allégés pour la carte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier GeoJSON")
        parser.add_argument(
            "--level", choices=LEVELS, default="", help="ce que sont les éléments, s’ils ne le disent pas"
        )
        parser.add_argument(
            "--skip-unknown", action="store_true", help="laisse de côté les endroits inconnus, et les dit"
        )

    def handle(self, *_args: Any, file: Path, level: str, skip_unknown: bool, **_options: Any) -> None:
        by = JobActor("load-boundaries")
        try:
            report = load_boundaries(read_boundaries(file, level), skip_unknown=skip_unknown, by=by, at=now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for title, lines in (
            ("Ajoutées", report.added),
            ("Modifiées", report.changed),
            ("Endroits inconnus, laissés de côté", report.skipped),
        ):
            self.stdout.write(f"{title} : {len(lines)}")
            for line in lines[:SHOWN]:
                self.stdout.write(f"  {line}")
            if len(lines) > SHOWN:
                self.stdout.write(f"  … et {len(lines) - SHOWN} autres")
        self.stdout.write(f"Inchangées : {report.unchanged}")
