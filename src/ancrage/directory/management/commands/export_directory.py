from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.core import now
from ancrage.directory.models import Source
from ancrage.directory.queries.export_files import SUFFIXES, write_export
from ancrage.directory.queries.exports import Scope


class Command(BaseCommand):
    help = (
        "Écrit ce qui est public du répertoire dans un fichier, selon la fin de son nom : .json ou .ndjson (HSDS), "
        ".zip (HSDS en tableaux), .csv ou .xlsx (services), .inclusion.json (data·inclusion)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="le fichier à écrire")
        parser.add_argument("--source", help="ce qui vient de cette source seulement")

    def handle(self, *_args: Any, file: Path, source: str | None, **_options: Any) -> None:
        found = Source.objects.filter(name=source).first() if source else None
        if source and found is None:
            raise CommandError(f"Aucune source ne s’appelle « {source} ».")
        if not any(file.name.endswith(suffix) for suffix in SUFFIXES):
            raise CommandError(f"Le nom du fichier doit finir par {', '.join(SUFFIXES)}.")
        try:
            count = write_export(file, scope=Scope(found), at=now())
        except OSError as error:
            raise CommandError(f"{file} : {error.strerror}") from error
        self.stdout.write(f"{count} fiches écrites dans {file}")
