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
    # First, the door: asked for by whoever has no session.
    path("", include("ancrage.accounts.urls")),
    path("", include("ancrage.workspace.urls")),
    path("", include("ancrage.portal.urls")),
    path("", include("ancrage.newcomers.urls")),
    path("", include("ancrage.employers.urls")),
    path("", include("ancrage.referrals.urls")),
    path("", include("ancrage.agenda.urls")),
    path("", include("ancrage.directory.urls")),
    path("", include("ancrage.api.urls")),
    path("", include("ancrage.ui.urls")),
]
# The demo's doors open without a password: they do not exist elsewhere.
if settings.DEMO:
    urlpatterns.append(path("", include("ancrage.demo.urls")))
