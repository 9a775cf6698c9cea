"""The bare page's server: ``DJANGO_SETTINGS_MODULE`` is ``bench.bare``."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
