from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from ancrage.config import health

handler400 = "ancrage.ui.views.bad_request"
handler403 = "ancrage.ui.views.permission_denied"
handler404 = "ancrage.ui.views.not_found"
handler500 = "ancrage.ui.views.server_error"

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    *(
        path("", include(f"ancrage.{context}.urls"))
        for context in settings.CONTEXTS
        if find_spec(f"ancrage.{context}.urls")
    ),
]
