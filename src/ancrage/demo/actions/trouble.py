"""What makes real files hard: people entered twice, dossiers to protect, people not arrived yet, unknown facts."""

from datetime import date, datetime, timedelta

from ancrage.accounts.access import access_of
from ancrage.core.clock import HOME_ZONE
from ancrage.core.text import fold
from ancrage.demo.actions.cases import Story
from ancrage.demo.actions.drawing import OPENING, OPENING_DAY, Draw, table
from ancrage.demo.actions.people import Origin, Resident
from ancrage.demo.actions.staff import Staff
from ancrage.demo.actions.structure import Structure
from ancrage.newcomers.actions.exceptional import open_exceptionally
from ancrage.newcomers.models import Case, CaseMoment, CaseTransition, CircleMember, DeclaredTie, Inquiry, Person

# Country, pronoun, the name at Rimouski, and the name that another agent heard at Matane.
_TWICE = (
    ("TN", "she", ("Aïcha", "Ben Salah"), ("Aicha", "Bensalah")),
    ("SN", "he", ("Mamadou Lamine", "N’Diaye"), ("Mamadou Lamine", "Ndiaye")),
    ("UA", "he", ("Dmytro", "Kovalenko"), ("Kovalenko", "Dmitro")),
)
_EXPECTED = 6
# Where those who ask again at Rimouski are known already.
_KNOWN_AT = ("Rimouski", "Matane")
_SAME = ("birth_on", "pronoun", "origin_country", "languages")


def add_people(draw: Draw, structure: Structure, residents: list[Resident]) -> None:
    """Change some people before their dossiers are opened."""
    _twice(draw, structure, residents)
    _expected(residents)
    _again(residents)
    single = next(one for one in residents if one.origin.code == "AF" and not one.household)
    single.person.family_names = ""
    for one in residents[40:400:60]:
        one.person.birth_on = None
    residents[13].person.phone, residents[13].person.email = "", ""


def _twice(draw: Draw, structure: Structure, residents: list[Resident]) -> None:
    """Three people were entered at Rimouski, then again at Matane under another spelling."""
    alone = [one for one in residents if not one.household and one.municipality.name == "Rimouski"]
    for resident, (country, pronoun, first, second) in zip(alone, _TWICE, strict=False):
        person, resident.origin = resident.person, Origin(code=country, **table("origins")[country])
        person.given_names, person.family_names = first
        person.origin_country, person.pronoun, person.original_name = country, pronoun, ""
        person.languages, person.interpreter_language = list(resident.origin.languages), ""
        person.email = f"{fold(first[1]).replace(' ', '')}{draw.between(10, 99)}@courriel.example"
        resident.status = next(iter(resident.origin.statuses))
        copy = Person(
            given_names=second[0],
            family_names=second[1],
            birth_on=person.birth_on,
            phone=person.phone,
            email=person.email,
            pronoun=person.pronoun,
            languages=person.languages,
            origin_country=person.origin_country,
            arrived_on=person.arrived_on,
            municipality=structure.municipalities["Matane"],
            created_at=person.created_at,
        )
        town = structure.municipalities["Matane"]
        draw.add(copy)
        residents.append(Resident(copy, resident.origin, resident.status, town, "La Matanie", resident.landed_on))


def _expected(residents: list[Resident]) -> None:
    """Some dossiers open before arrival."""
    chosen = [one for one in residents if one.status == "travailleur-qualifie" and not one.household]
    for weeks, one in enumerate(chosen[-_EXPECTED:], start=3):
        one.status, one.landed_on = "csq-etranger", OPENING_DAY - timedelta(days=40)
        one.person.arrived_on, one.person.expected_on = None, OPENING_DAY + timedelta(weeks=weeks)
        one.person.created_at = datetime.combine(one.landed_on, datetime.min.time(), HOME_ZONE)


def _again(residents: list[Resident]) -> None:
    """The last to ask at Rimouski are known already, their name written in another order."""
    alone = [one for one in residents if not one.household and one.person.birth_on and one.person.family_names]
    asking = sorted((one for one in alone if one.municipality.name == "Rimouski"), key=lambda one: one.landed_on)
    for again, town in zip(asking[-len(_KNOWN_AT) :], _KNOWN_AT, strict=True):
        known = next(one for one in alone[60:] if one.municipality.name == town and one is not again)
        again.origin, again.status = known.origin, known.status
        again.person.given_names, again.person.family_names = known.person.family_names, known.person.given_names
        again.person.original_name = again.person.email = ""
        for name in _SAME:
            setattr(again.person, name, getattr(known.person, name))


def load_protection(draw: Draw, staff: Staff, stories: list[Story]) -> Case:
    """Dossiers kept from the team, a tie declared, a question between service points.

    :returns: the restricted dossier that its agent alone sees.
    """
    maude, director, alexandre = (staff.users[key] for key in ("maude", "helene", "alexandre"))
    mine = [one for one in stories if one.agent is maude and not one.closed_on and one.assessed_on]
    calm = [one for one in mine if not one.is_written and not any(need.is_restricted for need in one.needs)]
    for story, named in zip(calm[5:8], ([maude], [maude, director], [director]), strict=True):
        at = draw.at(max(story.assessed_on or OPENING_DAY, date(2021, 4, 12)))
        story.case.is_restricted = True
        moment = CaseTransition(case=story.case, at=at, by=director, kind=CaseMoment.RESTRICTED)
        moment.note = "À la demande de la personne."
        draw.add(moment)
        for user in named:
            draw.add(CircleMember(case=story.case, user=user, since=at, named_by=director))
    draw.add(DeclaredTie(case=_other(stories, alexandre).case, user=maude, declared_at=draw.at(date(2021, 5, 3))))
    note = table("phrases")["inquiry"]
    asked = OPENING - timedelta(hours=17)
    looked = calm[9].case.person.full_name
    draw.add(
        Inquiry(case=calm[9].case, kind="transfer", looked_for=looked, asked_by=alexandre, asked_at=asked, note=note)
    )
    return calm[5].case


def load_exceptional_access(staff: Staff, case: Case) -> None:
    """A colleague opens a dossier that they may not see, as the page does: it is in the register, and told."""
    by, at = staff.users["alexandre"], datetime(2021, 6, 8, 13, 40, tzinfo=HOME_ZONE)
    reason = "La personne s’est présentée en détresse pendant l’absence de sa conseillère."
    open_exceptionally(reference=case.reference, reason=reason, access=access_of(by, at=at), by=by, at=at)


def _other(stories: list[Story], agent: object) -> Story:
    return next(one for one in stories if one.agent is agent and not one.closed_on)
