"""What bare Django does here: sessions, the signed-in user, and 25 rows of the same tables in a page of 18 kB.

The reference measured beside ours in the same run, on the same server and database.
"""

import os

from django.core.wsgi import get_wsgi_application

from ancrage.config.settings import *  # noqa: F403 - the same database, without what Ancrage adds

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.bare")
ROOT_URLCONF = "bench.bare_urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.path.dirname(__file__)]}]  # noqa: PTH120


def application(environ, start_response):  # type: ignore[no-untyped-def]
    """Made at the first request: these settings are this very module."""
    global _made  # noqa: PLW0603 - one per process
    _made = _made or get_wsgi_application()
    return _made(environ, start_response)


_made = None
