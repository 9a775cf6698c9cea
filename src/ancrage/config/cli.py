"""The console script ``ancrage``: our commands first, then Django's, on the right database."""

import argparse
import os
import sys
from collections.abc import Sequence

from ancrage.config import checkout, postgres
from ancrage.config.terminal import pick

# Commands of Django that never open the database: they must not wait for it.
WITHOUT_DATABASE = {"collectstatic", "find_duplicates", "findstatic", "version"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. Its exit status is the process's."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ancrage.config.settings")
    # A command may take its time; requests may not.
    os.environ.setdefault("STATEMENT_TIMEOUT_MS", "0")
    own = {"demo": _demo, "demo-reset": _demo_reset, "db": _db, "messages": _messages}
    try:
        if words and words[0] in own:
            sys.exit(own[words[0]](words[1:]))
        if words in ([], ["help"], ["--help"], ["-h"]):
            from ancrage.config.cli_help import print_help  # noqa: PLC0415 - loads Django

            print_help()
        else:
            _management(words)
    except (checkout.NoDatabaseError, postgres.PostgresError) as problem:
        sys.exit(f"ancrage: {problem}")


def open_own_database() -> postgres.Server | None:
    """Start this checkout's PostgreSQL and set the demo's clock, unless ``DATABASE_URL`` names another server."""
    server = checkout.use_own_database()
    if server:
        postgres.start(server)
        os.environ["PATH"] = f"{os.environ.get('PATH', '')}:{server.programs}"
        os.environ.setdefault("CLOCK_OFFSET_DAYS", str(checkout.demo_offset(server)))
    return server


def _management(words: list[str]) -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - loads Django

    name = words[0] if words[0].startswith("-") else words[0].replace("-", "_")
    if name not in WITHOUT_DATABASE:
        open_own_database()
    execute_from_command_line(["ancrage", name, *words[1:]])


def _demo(words: list[str]) -> int:
    what = pick("Lance la démonstration; Ctrl-C arrête tout.", "Runs the demo; Ctrl-C stops everything.")
    parser = argparse.ArgumentParser("ancrage demo", description=what)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    port = parser.parse_args(words).port
    from ancrage.config import demo_server  # noqa: PLC0415 - loads Django

    return demo_server.run(port)


def _demo_reset(words: list[str]) -> int:
    what = pick("Vide la démonstration; la suivante repart à neuf.", "Empties the demo; the next one starts afresh.")
    argparse.ArgumentParser("ancrage demo-reset", description=what).parse_args(words)
    from ancrage.config import demo_server  # noqa: PLC0415 - loads Django

    return demo_server.reset()


def _db(words: list[str]) -> int:
    what = pick("Le PostgreSQL embarqué de ce dossier.", "The embedded PostgreSQL of this folder.")
    parser = argparse.ArgumentParser("ancrage db", description=what)
    parser.add_argument("what", choices=["start", "stop", "url"])
    parser.add_argument("--tests", action="store_const", const="tests", default="demo", dest="name")
    asked = parser.parse_args(words)
    server = checkout.embedded(asked.name)
    if asked.what == "start":
        postgres.start(server)
    if asked.what == "stop":
        postgres.stop(server)
    else:
        sys.stdout.write(f"{server.url()}\n")
    return 0


def _messages(words: list[str]) -> int:
    what = pick("Les textes de l’interface et leur anglais.", "The texts of the interface and their English.")
    parser = argparse.ArgumentParser("ancrage messages", description=what)
    parser.add_argument("what", nargs="?", choices=["update", "compile", "missing"], default="update")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(words)
    from ancrage.config import catalogues  # noqa: PLC0415 - loads Django

    if asked.check:
        problems = catalogues.problems()
        sys.stderr.writelines(f"{problem}\n" for problem in problems)
        return 1 if problems else 0
    if asked.what == "missing":
        sys.stdout.writelines(f"{message}\n" for message in catalogues.missing())
    else:
        {"update": catalogues.update, "compile": catalogues.compile_all}[asked.what]()
    return 0
