"""The short lists that describe an employer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sector(models.TextChoices):
    """The sectors of the North American classification (SCIAN): their codes are ranges, so text."""

    AGRICULTURE = "11", _("Agriculture, foresterie, pêche et chasse")
    MINING = "21", _("Mines, pétrole et gaz")
    UTILITIES = "22", _("Services publics")
    CONSTRUCTION = "23", _("Construction")
    MANUFACTURING = "31-33", _("Fabrication")
    WHOLESALE = "41", _("Commerce de gros")
    RETAIL = "44-45", _("Commerce de détail")
    TRANSPORT = "48-49", _("Transport et entreposage")
    INFORMATION = "51", _("Information et culture")
    FINANCE = "52", _("Finance et assurances")
    PROPERTY = "53", _("Immobilier et location")
    PROFESSIONAL = "54", _("Services professionnels, scientifiques et techniques")
    MANAGEMENT = "55", _("Gestion de sociétés")
    SUPPORT = "56", _("Services administratifs, soutien et gestion des déchets")
    TEACHING = "61", _("Enseignement")
    HEALTH = "62", _("Soins de santé et assistance sociale")
    ARTS = "71", _("Arts, spectacles et loisirs")
    LODGING = "72", _("Hébergement et restauration")
    OTHER = "81", _("Autres services")
    PUBLIC = "91", _("Administrations publiques")


class Size(models.TextChoices):
    """How many people it employs, by bands."""

    TO_4 = "1-4", _("De 1 à 4 personnes")
    TO_19 = "5-19", _("De 5 à 19 personnes")
    TO_49 = "20-49", _("De 20 à 49 personnes")
    TO_99 = "50-99", _("De 50 à 99 personnes")
    TO_199 = "100-199", _("De 100 à 199 personnes")
    TO_499 = "200-499", _("De 200 à 499 personnes")
    MORE = "500+", _("500 personnes ou plus")

    @classmethod
    def of(cls, people: int) -> "Size":
        """The band of a number of people, one at least."""
        return next((band for limit, band in zip(_LIMITS, cls, strict=False) if people <= limit), cls.MORE)


_LIMITS = (4, 19, 49, 99, 199, 499)


class Experience(models.TextChoices):
    """How many people from abroad it hired so far."""

    NONE = "none", _("Aucune embauche de l’étranger")
    SOME = "1-5", _("De 1 à 5 embauches")
    MORE = "6+", _("6 embauches ou plus")


class Francization(models.TextChoices):
    """Where it stands before the Office québécois de la langue française. Thresholds change: the employer says it."""

    NOT_CONCERNED = "not_concerned", _("Sans obligation de programme")
    REGISTERED = "registered", _("Inscrite à l’Office québécois de la langue française")
    PROGRAM = "program", _("Programme de francisation en cours")
    CERTIFIED = "certified", _("Certificat de francisation obtenu")


class Origin(models.TextChoices):
    """How the first contact came."""

    EMPLOYER = "employer", _("Appel ou courriel de l’employeur")
    PORTAL = "portal", _("Portail employeurs")
    PROSPECTING = "prospecting", _("Démarchage")
    EVENT = "event", _("Activité ou séance d’information")
    PARTNER = "partner", _("Partenaire de la région")
    RECRUITMENT = "recruitment", _("Journées Québec")


class Channel(models.TextChoices):
    VISIT = "visit", _("Visite")
    OFFICE = "office", _("Rencontre au bureau")
    PHONE = "phone", _("Appel")
    VIDEO = "video", _("Visioconférence")
    EMAIL = "email", _("Courriel")
    GROUP = "group", _("Séance de groupe")


class Schedule(models.TextChoices):
    DAY = "day", _("De jour")
    EVENING = "evening", _("De soir")
    NIGHT = "night", _("De nuit")
    ROTATING = "rotating", _("Par roulement")
    WEEKEND = "weekend", _("De fin de semaine")


class Duration(models.TextChoices):
    PERMANENT = "permanent", _("Permanent")
    TEMPORARY = "temporary", _("Temporaire")
    SEASONAL = "seasonal", _("Saisonnier")
