from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import Refused, now
from ancrage.core.actors import JobActor
from ancrage.territory.actions.places import Report, load_places
from ancrage.territory.actions.reference import load_reference
from ancrage.territory.places_file import read_places

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Charge les municipalités et les MRC du Québec depuis le fichier officiel (MUN.csv du Répertoire des "
        "municipalités) et dit ce qui a changé. Le charger de nouveau ne change rien. --reference charge d’abord "
        "les régions et les endroits connus sans ce fichier."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="le fichier officiel, en CSV")
        parser.add_argument("--reference", action="store_true", help="les endroits fournis avec Ancrage")

    def handle(self, *_args: Any, file: Path | None, reference: bool, **_options: Any) -> None:
        if file is None and not reference:
            raise CommandError("Il faut un fichier, ou --reference.")
        by = JobActor("load-territory")
        try:
            if reference:
                self.stdout.write(f"{load_reference(by=by, at=now())} endroits fournis ajoutés.")
            if file is not None:
                self._tell(load_places(read_places(file), by=by, at=now()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _tell(self, report: Report) -> None:
        self._list("MRC", report.mrcs)
        self._list("Ajoutées", report.added)
        self._list("Modifiées", report.changed)
        self._list("Absentes du fichier, laissées telles quelles", report.absent)
        self.stdout.write(f"Inchangées : {report.unchanged}")

    def _list(self, title: str, lines: list[str]) -> None:
        self.stdout.write(f"{title} : {len(lines)}")
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {line}")
        if len(lines) > SHOWN:
            self.stdout.write(f"  … et {len(lines) - SHOWN} autres")
