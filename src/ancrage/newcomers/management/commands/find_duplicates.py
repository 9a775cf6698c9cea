import csv
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ancrage.newcomers.people_file import COLUMNS, FileRefused, read_people
from ancrage.newcomers.queries.blocking import probable_pairs
from ancrage.newcomers.queries.scoring import PROBABLE

ABOUT = f"""
Le fichier : du CSV, séparé par « , », « ; » ou des tabulations, en UTF-8 ou en Latin-1, dont la première
ligne nomme les colonnes : {", ".join(COLUMNS)}.
Chacune peut manquer ou être vide, sauf qu’il faut « nom » ou « prenom »; les autres colonnes sont ignorées.
Dates : 1988-05-12, 19880512, 12/05/1988 (le jour avant le mois), ou l’année seule.

Ce qui s’écrit : du CSV, ligne_a,ligne_b,score, la paire la plus probable d’abord.
Les lignes sont celles du tableur : les titres sont la ligne 1, la première personne est à la ligne 2.
Le score est en points (newcomers/queries/scoring.py); une paire est écrite à partir de {PROBABLE} points,
comme dans Ancrage. Le téléphone, le courriel ou l’adresse n’y suffisent jamais : une famille les partage.
Rien n’est inscrit dans Ancrage, et la base de données n’est pas ouverte.
"""


class Command(BaseCommand):
    help = "Cherche, dans une liste à importer, qui y est probablement deux fois."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, epilog=ABOUT, **kwargs)
        parser.formatter_class = RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER.csv", type=Path, help="la liste, une personne par ligne")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        try:
            people = read_people(file)
        except FileRefused as problem:
            raise CommandError(str(problem)) from problem
        for warning in people.warnings:
            self.stderr.write(warning)
        written = csv.writer(self.stdout, lineterminator="\n")
        written.writerow(["ligne_a", "ligne_b", "score"])
        for pair in probable_pairs(people.entries):
            written.writerow([people.lines[pair.one], people.lines[pair.other], pair.weighed.points])
