from django.urls import path

from ancrage.employers.views import files, interventions, parts, vacancies

app_name = "employers"
_FILE = "employeurs/<uuid:pk>/"
_PART = f"{_FILE}<str:kind>/<uuid:part_id>/"
urlpatterns = [
    path("employeurs/", files.employers, name="employers"),
    path("employeurs/nouveau/", files.employer_open, name="employer_open"),
    path(_FILE, files.employer, name="employer"),
    path(f"{_FILE}modifier/", files.employer_change, name="employer_change"),
    path(f"{_FILE}suivi/", files.employer_assign, name="employer_assign"),
    path(f"{_FILE}interventions/", interventions.interventions, name="interventions"),
    path(f"{_FILE}interventions/ajouter/", interventions.intervention_add, name="intervention_add"),
    path(
        f"{_FILE}interventions/<uuid:intervention_id>/annuler/",
        interventions.intervention_strike,
        name="intervention_strike",
    ),
    path(
        f"{_FILE}interventions/<uuid:intervention_id>/retablir/",
        interventions.intervention_restore,
        name="intervention_restore",
    ),
    path("employeurs/postes/", vacancies.region_vacancies, name="region_vacancies"),
    path(f"{_FILE}postes/", vacancies.vacancies, name="vacancies"),
    path(f"{_FILE}postes/ajouter/", vacancies.vacancy_add, name="vacancy_add"),
    path(f"{_FILE}postes/<uuid:vacancy_id>/", vacancies.vacancy, name="vacancy"),
    path(f"{_FILE}postes/<uuid:vacancy_id>/modifier/", vacancies.vacancy_change, name="vacancy_change"),
    path(f"{_FILE}postes/<uuid:vacancy_id>/publier/", vacancies.vacancy_publish, name="vacancy_publish"),
    path(f"{_FILE}postes/<uuid:vacancy_id>/renvoyer/", vacancies.vacancy_send_back, name="vacancy_send_back"),
    path(f"{_FILE}postes/<uuid:vacancy_id>/fermer/", vacancies.vacancy_close, name="vacancy_close"),
    path(f"{_FILE}etablissements-et-personnes/", parts.people, name="people"),
    path(f"{_FILE}<str:kind>/ajouter/", parts.part_add, name="part_add"),
    path(_PART, parts.part_change, name="part_change"),
    path(f"{_PART}terminer/", parts.part_end, name="part_end"),
    path(f"{_PART}retablir/", parts.part_restore, name="part_restore"),
]
