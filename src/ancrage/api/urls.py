from django.urls import path

from ancrage.api.views import profile
from ancrage.api.views.hsds import api

app_name = "api"
_V3 = "api/hsds/v3"
urlpatterns = [
    path(f"{_V3}/profile", profile.profile, name="profile"),
    path(f"{_V3}/profile/openapi.json", profile.openapi_change, name="openapi_change"),
    path(f"{_V3}/profile/<slug:name>.json", profile.change, name="change"),
    path(f"{_V3}/schema/openapi.json", profile.openapi, name="openapi"),
    path(f"{_V3}/schema/<slug:name>.json", profile.schema, name="schema"),
    path(f"{_V3}/", api.urls),
]
