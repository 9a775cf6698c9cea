"""Occupations and their titles, brought in line with the files that say them (``occupations_file``)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ancrage.audit.actions import record
from ancrage.core.actors import Actor
from ancrage.core.ids import uuid7
from ancrage.core.sql import Among
from ancrage.core.text import folded_key
from ancrage.directory.models import Occupation, OccupationTitle, OccupationWord
from ancrage.directory.occupation_words import root, terms_of, words_of
from ancrage.directory.occupations_file import Occupations

_CHUNK: Final = 1_000
# Tens of thousands of rows: COPY writes them in seconds.
_COPY: Final = """
COPY directory_occupationtitle (id, occupation_id, language, title, is_own, keys, words, size, aside) FROM STDIN
"""
_LONGEST_WORD: Final = 60
_Key = tuple[str, str, str]


@dataclass
class OccupationsReport:
    """What a load changed: occupations in words, titles counted."""

    read: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    titles_read: int = 0
    titles_added: int = 0
    titles_withdrawn: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.withdrawn or self.titles_added or self.titles_withdrawn)


@transaction.atomic
def load_occupations(found: Occupations, *, by: Actor, at: datetime) -> OccupationsReport:
    """Bring occupations, and titles in the languages listed, in line with what files say. Again, it changes nothing.

    :raises OccupationsRefused: when a title is of a code that neither the files nor Ancrage know; nothing is changed.
    """
    report = OccupationsReport(read=len(found.groups), titles_read=len(found.titles))
    with connection.cursor() as cursor:
        # Two loads at once: the second finds what the first did.
        cursor.execute("LOCK TABLE directory_occupation IN SHARE ROW EXCLUSIVE MODE")
    known = {one.code: one for one in Occupation.objects.in_order()}
    for (code, _language, _title), place in found.titles.items():
        if code not in found.groups and code not in known:
            raise place.refused(_("le code %(code)s n’est celui d’aucune profession") % {"code": code})
    touched = _groups(found, known, report)
    touched |= _titles(found, known, report)
    if not report.is_empty:
        _learn()
        about = [known[code].pk for code in sorted(touched)]
        record("directory.occupations.loaded", by=by, on=known[min(touched)], at=at, about=about)
    return report


def _groups(found: Occupations, known: dict[str, Occupation], report: OccupationsReport) -> set[str]:
    touched = set()
    for code, titles in sorted(found.groups.items()):
        one = known.get(code) or Occupation(code=code)
        before = (one.title_fr, one.title_en, one.is_current)
        one.title_fr, one.title_en = titles.get("fr", one.title_fr), titles.get("en", one.title_en)
        one.is_current = True
        if code in known and before == (one.title_fr, one.title_en, one.is_current):
            continue
        one.save()
        (report.changed if code in known else report.added).append(str(one))
        known[code] = one
        touched.add(code)
    for code, one in known.items():
        if found.groups and code not in found.groups and one.is_current:
            one.is_current = False
            one.save(update_fields=["is_current"])
            report.withdrawn.append(str(one))
            touched.add(code)
    return touched


def _titles(found: Occupations, known: dict[str, Occupation], report: OccupationsReport) -> set[str]:
    """The titles of the files, and those of the groups themselves, in place of those there were."""
    wanted = dict.fromkeys(found.titles, False)
    wanted |= {key: True for one in known.values() if one.is_current for key in _own(one)}
    listed = found.listed
    kept: set[_Key] = set()
    gone: dict[UUID, _Key] = {}
    there = OccupationTitle.objects.order_by("pk").values_list("pk", "is_own", "occupation__code", "language", "title")
    for pk, is_own, code, language, title in there:
        key = (code, language, title)
        stays = wanted[key] == is_own if key in wanted else not is_own and language not in listed
        if stays:
            kept.add(key)
        else:
            gone[pk] = key
    new = [key for key in wanted if key not in kept]
    OccupationTitle.objects.filter(Among("pk", gone)).delete()
    _write(known, {key: wanted[key] for key in new})
    report.titles_added, report.titles_withdrawn = len(new), len(gone)
    return {key[0] for key in (*new, *gone.values())}


def _own(one: Occupation) -> Iterator[_Key]:
    titles = (("fr", one.title_fr), ("en", one.title_en))
    return ((one.code, language, title) for language, title in titles if title)


def _write(known: dict[str, Occupation], titles: dict[_Key, bool]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as target:
        for (code, language, title), is_own in titles.items():
            terms = terms_of(title, language, is_own=is_own)
            found_by = (list(terms.keys), terms.vector, terms.size, terms.aside)
            target.write_row((uuid7(), known[code].pk, language, title, is_own, *found_by))


def _learn() -> None:
    """The words of all titles, again: there are few, and they are only read."""
    uses: Counter[str] = Counter()
    for title in OccupationTitle.objects.order_by("pk").values_list("title", flat=True).iterator(chunk_size=_CHUNK):
        uses.update(set(words_of(title)))
    OccupationWord.objects.all().delete()
    OccupationWord.objects.bulk_create(
        (
            OccupationWord(
                word=word,
                root=root(word),
                uses=count,
                sound=folded_key(word)[:_LONGEST_WORD],
                letters="".join(sorted(word)),
            )
            for word, count in sorted(uses.items())
            if len(word) <= _LONGEST_WORD
        ),
        batch_size=_CHUNK,
    )
    # Thousands of rows at once: what the planner knew of them no longer holds.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_occupationtitle, directory_occupationword")
