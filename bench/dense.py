"""An invented list of persons, dense on purpose: what is hardest for whoever looks for duplicates."""

import random
from collections.abc import Iterator

FAMILIES, GIVEN, STREETS, AT_HOME = 210, 600, 900, 3
HEAD = ["nom", "prenom", "date_naissance", "telephone", "courriel", "adresse", "code_postal"]


def dense(number: int) -> Iterator[list[str]]:
    """Few family names, three persons to a home, a tenth with one phone, a tenth born a first of January.

    One person in twenty is there twice, a letter of the given name changed.
    """
    rnd = random.Random(5)
    families, given, streets = ([_word(rnd) for _ in range(many)] for many in (FAMILIES, GIVEN, STREETS))
    for place in range(number):
        if place % AT_HOME == 0:
            family, street = rnd.choice(families), f"{rnd.randrange(1, 900)} rue {rnd.choice(streets)}"
            code = f"G{rnd.randrange(1, 9)}{rnd.choice('RSTV')} {rnd.randrange(1, 9)}{rnd.choice('ABC')}1"
            phone = f"418 {rnd.randrange(200, 999)}-{rnd.randrange(10_000):04}"
        name, year = rnd.choice(given), rnd.randrange(1950, 2015)
        born = f"{year}-01-01" if rnd.random() < 0.1 else f"{year}-{rnd.randrange(1, 13):02}-{rnd.randrange(1, 29):02}"
        shared = "418 555-0100" if rnd.random() < 0.1 else phone
        email = f"{name}{place}@exemple.ca" if rnd.random() < 0.5 else ""
        yield [family, name, born, shared, email, street, code]
        if rnd.random() < 0.05:
            yield [family, name[:-1] + rnd.choice("aeiou"), born, shared, email, street, code]


def _word(rnd: random.Random) -> str:
    syllables = (rnd.choice("bdfgklmnprstv") + rnd.choice("aeiou") for _ in range(rnd.choice((2, 3))))
    return "".join(syllables).capitalize()
