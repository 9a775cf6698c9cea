from django.urls import path

from ancrage.workspace.views import day, gallery, home, messages, places, reference, register, search, structure

app_name = "workspace"

STRUCTURE = [
    path("structure/", structure.index, name="structure"),
    path("structure/municipalites/", places.index, name="places"),
    path("structure/municipalites/ajouter/", places.add, name="add_place"),
    path("structure/municipalites/<uuid:pk>/", places.change, name="change_place"),
    path("structure/directions/<uuid:pk>/regions/", structure.add_region, name="add_region"),
    path("structure/points/<uuid:pk>/territoire/", structure.add_area, name="add_area"),
    path("structure/<slug:kind>/ajouter/", structure.add, name="add_unit"),
    path("structure/<slug:kind>/<uuid:pk>/", structure.detail, name="unit"),
    path("structure/<slug:kind>/<uuid:pk>/modifier/", structure.change, name="change_unit"),
    path("structure/<slug:kind>/<uuid:pk>/fin/", structure.end, name="end_unit"),
]

REFERENCE = [
    path("listes/", reference.index, name="reference"),
    path("listes/<slug:slug>/", reference.entries, name="entries"),
    path("listes/<slug:slug>/ajouter/", reference.add, name="add_entry"),
    path("listes/<slug:slug>/<uuid:pk>/", reference.change, name="change_entry"),
    path("listes/<slug:slug>/<uuid:pk>/offert/", reference.offer, name="offer"),
]

urlpatterns = [
    *STRUCTURE,
    *REFERENCE,
    path("", home.home, name="home"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<uuid:message_id>/renvoyer/", messages.message_again, name="message_again"),
    path("registre/", register.register, name="register"),
    path("ma-journee/", day.day, name="day"),
    path("recherche/", search.search, name="search"),
    path("composants/", gallery.components, name="components"),
]
