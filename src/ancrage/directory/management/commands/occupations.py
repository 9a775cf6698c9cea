from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ancrage.directory.models import Occupation
from ancrage.directory.queries.occupations import find


class Command(BaseCommand):
    help = "Trouve les professions de la CNP 2021 par une appellation, en français ou en anglais, la meilleure d’abord."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("title", nargs="+", help="l’appellation, comme on la dit")
        parser.add_argument("--limit", type=int, default=10, help="combien au plus (10)")

    def handle(self, *_args: Any, title: list[str], limit: int, **_options: Any) -> None:
        typed = " ".join(title)
        if limit < 1:
            raise CommandError("--limit est d’au moins 1.")
        found = find(typed, limit=limit)
        self.stdout.writelines(f"{one.code}  {one.title}\n" for one in found)
        if found:
            return
        if not Occupation.objects.current().exists():
            raise CommandError("Aucune profession n’est chargée : voyez « ancrage load-occupations --help ».")
        raise CommandError(f"Aucune profession ne répond à « {typed} ».")
