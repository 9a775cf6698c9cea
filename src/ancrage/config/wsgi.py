import gc
import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

from ancrage.config import safety
from ancrage.core.memory import collect_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ancrage.config.settings")
application = get_wsgi_application()

# Web servers run no check of Django's: without this one, DEMO left in an environment would be served to the world.
if found := safety.dangers():
    raise ImproperlyConfigured("\n".join(found))
connections.close_all()
# What is loaded stays.
gc.collect()
gc.freeze()
collect_rarely()
