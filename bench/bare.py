"""What bare Django does here: sessions, the signed-in user, and 25 rows of the same tables in a page of 18 kB.

The reference measured beside ours in the same run, on the same server and database.
"""

import os

from ancrage.config.settings import *  # noqa: F403 - the same database, without what Ancrage adds

ROOT_URLCONF = "bench.bare_urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # its application will not start without
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [os.path.dirname(__file__)]}]  # noqa: PTH120
