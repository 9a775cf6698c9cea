"""What people say of when, how, how much, in which language and for whom, beside what they look for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ancrage.core.text import fold
from ancrage.directory.models import FeeKind, Public, ServiceMode
from ancrage.directory.queries import tags

_FREE, _LOW = tags.fee(FeeKind.FREE), tags.fee(FeeKind.LOW)
_VIDEO, _PHONE, _THERE = (tags.mode(code) for code in (ServiceMode.VIDEO, ServiceMode.PHONE, ServiceMode.IN_PERSON))
_OPEN_NOW: Final = "now"
NOW: Final = _OPEN_NOW
"""Not a tag: whether it is open changes by the minute."""

# What is said, and the tags of what is meant. Those of ``_KEPT`` are looked for as words too.
_SAID: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ("le soir", "soir", "soirs", "en soiree", "soiree", "apres le travail", "apres souper", "apres 17h"),
        (tags.EVENING,),
    ),
    **dict.fromkeys(
        ("in the evening", "evening", "evenings", "after work", "at night", "night class", "night classes"),
        (tags.EVENING,),
    ),
    **dict.fromkeys(
        (
            "la fin de semaine",
            "fin de semaine",
            "fins de semaine",
            "fds",
            "week end",
            "weekend",
            "weekends",
            "on weekends",
        ),
        (tags.WEEKEND,),
    ),
    **dict.fromkeys(("ouvert maintenant", "ouverts maintenant", "ouvert en ce moment", "open now"), (NOW,)),
    **dict.fromkeys(("gratuit", "gratuits", "gratuite", "gratuites", "gratuitement", "sans frais"), (_FREE,)),
    **dict.fromkeys(("free", "free of charge", "no cost", "pas les moyens de payer", "gratis"), (_FREE,)),
    **dict.fromkeys(
        (
            "pas cher",
            "pas chere",
            "pas chers",
            "moins cher",
            "a bas prix",
            "prix modique",
            "a prix modique",
            "abordable",
        ),
        (_FREE, _LOW),
    ),
    **dict.fromkeys(("cheap", "affordable", "low cost", "low price"), (_FREE, _LOW)),
    **dict.fromkeys(
        ("en ligne", "a distance", "virtuel", "virtuelle", "en visio", "visioconference", "par zoom", "zoom"), (_VIDEO,)
    ),
    **dict.fromkeys(("online", "virtual", "remote", "by zoom", "video call", "de chez moi"), (_VIDEO,)),
    **dict.fromkeys(
        ("par telephone", "au telephone", "by phone", "on the phone", "over the phone", "hotline"), (_PHONE,)
    ),
    **dict.fromkeys(("sur place", "en personne", "en presence", "en presentiel", "in person"), (_THERE,)),
}
_DAYS: Final = {
    "lundi": "MO",
    "mardi": "TU",
    "mercredi": "WE",
    "jeudi": "TH",
    "vendredi": "FR",
    "samedi": "SA",
    "dimanche": "SU",
    "monday": "MO",
    "tuesday": "TU",
    "wednesday": "WE",
    "thursday": "TH",
    "friday": "FR",
    "saturday": "SA",
    "sunday": "SU",
}
_LANGUAGES: Final = {
    **dict.fromkeys(("espagnol", "spanish", "espanol", "castillan"), "es"),
    **dict.fromkeys(("arabe", "arabic"), "ar"),
    **dict.fromkeys(("portugais", "portuguese"), "pt"),
    **dict.fromkeys(("ukrainien", "ukrainienne", "ukrainian"), "uk"),
    **dict.fromkeys(("russe", "russian"), "ru"),
    **dict.fromkeys(("chinois", "mandarin", "chinese"), "zh"),
    **dict.fromkeys(("anglais", "english", "anglophone"), "en"),
    **dict.fromkeys(("francais", "french", "francophone"), "fr"),
}
# French and English are more often what is learnt than what is spoken: only after one of these.
_SPOKEN: Final = frozenset({"en", "in", "parle", "parlent", "parlant", "parlons", "speak", "speaks", "speaking"})
_SPEAKING: Final = frozenset({"speaking", "spoken"})
_PUBLICS: Final = {
    Public.WOMEN: "femme femmes immigrantes women woman womens mere meres maman mother mothers",
    Public.YOUNG: "jeune jeunes ado ados adolescent adolescents adolescente teen teens teenager teenagers youth",
    Public.CHILDREN: "enfant enfants bebe bebes child children kid kids baby babies garcon fille",
    Public.FAMILIES: "famille familles familial family families parents",
    Public.ELDERS: "aine aines ainee ainees agee agees senior seniors elderly retraite retraites",
    Public.REFUGEES: "refugie refugies refugiee refugiees refugee refugees",
    Public.ASYLUM_SEEKERS: "asile asylum claimant",
    Public.WORKERS: "travailleur travailleurs travailleuse travailleuses worker workers ouvrier ouvriers",
    Public.STUDENTS: "etudiant etudiants etudiante etudiantes student students",
    Public.EMPLOYERS: "entreprise entreprises employes employeur gestionnaires managers embaucher recruter recruit employees",
    Public.DISABLED: "handicap handicape handicapee autiste autistes autisme autism fauteuil wheelchair disabled disability",
    Public.LGBTQ: "lgbt lgbtq lgbtq2 gai gay lesbienne lesbian trans queer homosexuel",
}
_PUBLIC_OF: Final = {word: tags.public(code) for code, words in _PUBLICS.items() for word in words.split()}
_LONGEST: Final = 5


@dataclass(frozen=True)
class Hint:
    """What words ``first`` to ``after`` say; ``is_all`` when they say nothing else."""

    first: int
    after: int
    tags: tuple[str, ...]
    is_all: bool


def hints(words: Sequence[str]) -> Iterator[Hint]:
    """Of words without accents, the longest sayings first."""
    place = 0
    while place < len(words):
        hint = next(filter(None, (_said(words, place, size) for size in range(_LONGEST, 0, -1))), None)
        if hint is None:
            place += 1
            continue
        yield hint
        place = hint.after


def _said(words: Sequence[str], place: int, size: int) -> Hint | None:
    if place + size > len(words):
        return None
    text, after = " ".join(words[place : place + size]), place + size
    known = _SAID.get(text) or ((tags.weekday(_DAYS[text]),) if text in _DAYS else None)
    if known or size > 1:
        return Hint(place, after, known, is_all=True) if known else None
    if text in _LANGUAGES:
        return _spoken(words, place, _LANGUAGES[text])
    if text in _PUBLIC_OF:
        return Hint(place, after, (_PUBLIC_OF[text],), is_all=False)
    return None


def _spoken(words: Sequence[str], place: int, code: str) -> Hint | None:
    before = words[place - 1] if place else ""
    then = words[place + 1] if place + 1 < len(words) else ""
    if before in _SPOKEN or then in _SPEAKING:
        return Hint(place - (before in _SPOKEN), place + 1 + (then in _SPEAKING), (tags.language(code),), is_all=True)
    return Hint(place, place + 1, (tags.language(code),), is_all=False) if code not in ("fr", "en") else None


_FILLER: Final = frozenset(
    fold(
        "je cherche chercher besoin veux voudrais voudrait faut trouver trouve aimerais avoir aller faire fait fais peut peux"
        " comment ou qui quoi quelqu un quelque chose service services offert pres proche autour alentours region ville mon ma mes"
        " moi nous notre gens personne personnes aider bonjour svp merci est ce que pour avec sans dans chez plus tres bien"
        " arriver arrive suis sait sais pas parle parlent looking look want need needs find get have can how where who what my for"
        " with without near nearby around somebody someone something please hello services service some any am help helping"
        " le la les l un une in des du de d a au aux en et ou dans sur par se sa ses son leur leurs me m te t s c j n ne y qu"
        " si lui elle il ils elles vous votre vos ai as ont avons the an of to and or at on is it i me we us our you"
        " your he she his her they their"
        " that this be was not do does don t while when if from by as so about into out up am are just really been"
        " aide offre donne donner vivre vis habite habiter live living est sont etre"
    ).split()
)


def is_filler(word: str) -> bool:
    """Whether a word says hardly anything of what is looked for."""
    return len(word) < 2 or word in _FILLER or bool(re.fullmatch(r"\d+", word))
