import os
import subprocess
import sys

import pytest

from ancrage.config import safety


@pytest.mark.django_db
def test_a_demo_over_unmarked_people_is_dangerous_and_production_is_not(settings) -> None:
    assert "demo.E002" in "".join(safety.dangers())
    settings.SILENCED_SYSTEM_CHECKS = ["demo.E002"]
    assert safety.dangers() == []
    settings.SILENCED_SYSTEM_CHECKS = []
    settings.DEMO = False
    assert safety.dangers() == []


def test_a_web_server_does_not_start_with_the_demo_open_to_other_machines() -> None:
    served = {"DEMO": "1", "ALLOWED_HOSTS": "ancrage.invalid", "DJANGO_SETTINGS_MODULE": "ancrage.config.settings"}
    environment = os.environ | served | {"DATABASE_URL": "postgres://nobody@localhost:1/none"}
    environment.pop("ANCRAGE_EMBEDDED", None)
    command = [sys.executable, "-W", "ignore", "-c", "import ancrage.config.wsgi"]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode
    assert "demo.E001" in done.stderr
