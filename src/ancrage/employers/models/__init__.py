from ancrage.employers.models.employer import NEQ, NOT_A_NEQ, Employer, EmployerAssignment, EmployerQuerySet
from ancrage.employers.models.intervention import Intervention, InterventionQuerySet, InterventionType
from ancrage.employers.models.place import Contact, Establishment
from ancrage.employers.models.register import RegisteredBusiness, RegisterLoad
from ancrage.employers.models.vacancy import MinimumWage, Vacancy, VacancyQuerySet, VacancyState

__all__ = [
    "NEQ",
    "NOT_A_NEQ",
    "Contact",
    "Employer",
    "EmployerAssignment",
    "EmployerQuerySet",
    "Establishment",
    "Intervention",
    "InterventionQuerySet",
    "InterventionType",
    "MinimumWage",
    "RegisterLoad",
    "RegisteredBusiness",
    "Vacancy",
    "VacancyQuerySet",
    "VacancyState",
]
