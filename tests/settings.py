"""Settings of the tests: the embedded server, or the one of ``DATABASE_URL``; plain static files; nothing sent."""

import os

from tests.hostile import UndefinedVariable

os.environ |= {
    "ANCRAGE_FIELD_KEY": "field key of the tests",
    "ANCRAGE_SEAL_KEY": "seal key of the tests",
    "BASE_URL": "http://localhost:8000",
    "CLOCK_OFFSET_DAYS": "0",
    "DATABASE_POOL_SIZE": "0",
    "DEBUG": "0",
    "DEMO": "1",
    "SECRET_KEY": "secret key of the tests, long enough and with enough different characters 0123456789",
}
if "DATABASE_URL" not in os.environ or os.environ.get("ANCRAGE_EMBEDDED"):
    os.environ["ANCRAGE_EMBEDDED"] = "tests"

from ancrage.config import checkout, postgres
from ancrage.config.settings import *  # noqa: F403 - settings are meant to be extended
from ancrage.config.settings import DATABASES, STATIC_ROOT, STORAGES, TEMPLATES

if server := checkout.use_own_database("tests"):
    postgres.start(server)

DATABASES["default"]["ANCRAGE_URL"] = os.environ["DATABASE_URL"]
DATABASES["default"]["TEST"] = {"NAME": f"test_{os.environ.get('ANCRAGE_TEST_DB', 'ancrage')}"}
# The append-only register lets itself be emptied between tests, and only there.
DATABASES["default"]["OPTIONS"]["options"] += " -c ancrage.flush=on"
# Files received touch no disk.
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
# live_server serves through the finders: hashed addresses would be 404 and pages would be tested bare.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests ask more in a minute than anyone.
ANCRAGE_API_PER_MINUTE = 0
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# WhiteNoise warns when it is missing, and warnings fail.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
