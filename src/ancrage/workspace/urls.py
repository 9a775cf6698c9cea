from django.urls import path

from ancrage.workspace.views import day, gallery

app_name = "workspace"

urlpatterns = [
    path("ma-journee/", day.day, name="day"),
    path("composants/", gallery.components, name="components"),
]
