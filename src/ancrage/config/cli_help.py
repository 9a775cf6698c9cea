"""What ``ancrage --help`` prints: ours first, with what each is for."""

import os
import sys
from importlib import import_module

import django
from django.core.management import get_commands

from ancrage.config import checkout
from ancrage.config.terminal import pick

USUAL = ("migrate", "check", "shell", "dbshell", "createsuperuser", "collectstatic", "procrastinate")


def print_help() -> None:
    _without_a_database()
    django.setup()
    commands = get_commands()
    ours = sorted(name for name, app in commands.items() if app.startswith("ancrage."))
    _section(pick("Sur ce poste", "On this machine"), _local())
    _section("Ancrage", [(name.replace("_", "-"), _purpose(commands[name], name)) for name in ours])
    _section("Django", [(name, _purpose(commands[name], name)) for name in USUAL if name in commands])
    sys.stdout.write(
        pick(
            "\n`ancrage COMMANDE --help` détaille une commande; `ancrage help --commands` les nomme toutes.\n",
            "\n`ancrage COMMAND --help` details a command; `ancrage help --commands` names them all.\n",
        )
    )


def _without_a_database() -> None:
    """Help opens no database: it reads as well before any setting of production is made."""
    try:
        checkout.use_own_database()
    except checkout.NoDatabaseError:
        os.environ["DATABASE_URL"] = "postgres://localhost/none"
        for key in checkout.KEYS:
            os.environ.setdefault(key, "none")


def _local() -> list[tuple[str, str]]:
    return [
        ("demo [--port N]", pick("lance la démonstration; Ctrl-C arrête tout", "runs the demo; Ctrl-C stops it")),
        ("demo-reset", pick("vide la démonstration", "empties the demo")),
        ("db start|stop|url", pick("le PostgreSQL embarqué", "the embedded PostgreSQL")),
        (
            "messages [update|compile|missing|--check]",
            pick("les textes de l’interface et leur anglais", "the texts of the interface and their English"),
        ),
    ]


def _purpose(app: str, name: str) -> str:
    command = import_module(f"{app}.management.commands.{name}").Command
    return str(command.help).strip().split("\n", maxsplit=1)[0]


def _section(title: str, rows: list[tuple[str, str]]) -> None:
    sys.stdout.write(f"\n{title}\n")
    for name, purpose in rows:
        gap = "\n" + " " * 24 if len(name) > 20 else ""
        sys.stdout.write(f"  {name:<20}{gap}  {purpose}\n")
