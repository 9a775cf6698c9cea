from django.urls import path

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
    path("repertoire/services/<uuid:pk>/", service, name="service"),
]
