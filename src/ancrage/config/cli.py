"""The console script ``ancrage``: Django's management, on the right database, and our own commands first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ancrage.config.settings")
    from django.core.management import execute_from_command_line

    from ancrage.config import checkout, postgres

    server = checkout.use_own_database()
    if server:
        postgres.start(server)
    execute_from_command_line(sys.argv)
