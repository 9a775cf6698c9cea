from django.urls import path

from ancrage.api.views import feeds, guide, profile
from ancrage.api.views.hsds import api
from ancrage.api.views.widget import widget

app_name = "api"
_V3 = "api/hsds/v3"
urlpatterns = [
    path(f"{_V3}/", api.urls),
    path("api/", guide.guide, name="guide"),
    path("api/integrer/", guide.embed, name="embed"),
    path("api/fenetre/", widget, name="widget"),
    path("api/flux/changements.atom", feeds.atom, name="atom"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("sitemap-services-<int:number>.xml", feeds.sitemap_services, name="sitemap_services"),
    path("sitemap-organismes-<int:number>.xml", feeds.sitemap_organizations, name="sitemap_organizations"),
    path(f"{_V3}/profile", profile.profile, name="profile"),
    path(f"{_V3}/profile/openapi.json", profile.openapi_change, name="openapi_change"),
    path(f"{_V3}/profile/<slug:name>.json", profile.change, name="change"),
    path(f"{_V3}/schema/openapi.json", profile.openapi, name="openapi"),
    path(f"{_V3}/schema/<slug:name>.json", profile.schema, name="schema"),
]
