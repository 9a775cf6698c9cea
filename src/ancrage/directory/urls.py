from django.urls import path

from ancrage.directory.views import sources
from ancrage.directory.views.public import find, public_organization, public_service, sheet
from ancrage.directory.views.staff import add_member, end_member, organization, service, services

app_name = "directory"
urlpatterns = [
    path("services/", find, name="find"),
    path("services/imprimer/", sheet, name="sheet"),
    path("services/<uuid:pk>/", public_service, name="public_service"),
    path("services/organismes/<uuid:pk>/", public_organization, name="public_organization"),
    path("repertoire/", services, name="services"),
    path("repertoire/organismes/<uuid:pk>/", organization, name="organization"),
    path("repertoire/organismes/<uuid:pk>/personnes/", add_member, name="add_member"),
    path("repertoire/organismes/<uuid:pk>/personnes/<uuid:member_id>/fin/", end_member, name="end_member"),
    path("repertoire/sources/", sources.sources, name="sources"),
    path("repertoire/sources/nouvelle/", sources.source_new, name="source_new"),
    path("repertoire/sources/<uuid:pk>/", sources.source, name="source"),
    path("repertoire/sources/<uuid:pk>/changer/", sources.source_edit, name="source_edit"),
    path("repertoire/sources/<uuid:pk>/fichier/", sources.source_file, name="source_file"),
    path("repertoire/lectures/<uuid:pk>/", sources.reading, name="reading"),
    path("repertoire/lectures/<uuid:pk>/avancement/", sources.reading_progress, name="reading_progress"),
    path("repertoire/lectures/<uuid:pk>/colonnes/", sources.reading_columns, name="reading_columns"),
    path("repertoire/lectures/<uuid:pk>/appliquer/", sources.reading_apply, name="reading_apply"),
    path("repertoire/lectures/<uuid:pk>/reprendre/", sources.reading_again, name="reading_again"),
    path("repertoire/lectures/<uuid:pk>/annuler/", sources.reading_undo, name="reading_undo"),
    path("repertoire/lectures/<uuid:pk>/abandonner/", sources.reading_drop, name="reading_drop"),
    path("repertoire/services/<uuid:pk>/", service, name="service"),
]
