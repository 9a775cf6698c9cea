"""Names written in Cyrillic or Arabic, brought beside those written in Latin letters. To compare, never to show."""

import re
from typing import Final

_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгґдезийклмнопрстуўфхыэі", "abvggdeziyklmnoprstuufhyei", strict=True))
    | {"ъ": "", "ь": "", "ё": "e", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch"}
    | {"ю": "yu", "я": "ya", "є": "ye", "ї": "yi", "’": "", "ʼ": ""}
)
# Letters that sound, as ``core.text.name_key`` hears them. Vowels, and what it hears as one or drops, are left out.
_ARABIC: Final = dict(zip("بتثدذرزژسشصضطظغفقكکگلمنپچ", "bttddrsssssdtsgfkkkglmnps", strict=True))
_IS_ARABIC: Final = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_IS_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_MARKS: Final = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_WORD: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile("^[اٱ]ل(?=..)")
_SERVANT: Final = "عبد"
_SERVANT_OF: Final = re.compile(rf"\b{_SERVANT}(?=ال..)")
_LATIN_DROPPED: Final = str.maketrans("", "", "aiuhv")


def in_latin(text: str) -> str:
    """A name in Cyrillic, letter by letter; nothing of another script."""
    return text.casefold().translate(_CYRILLIC) if _IS_CYRILLIC.search(text) else ""


def arabic_words(text: str) -> list[str]:
    """The words of a name in Arabic script, without the marks few write; none of another script."""
    if not _IS_ARABIC.search(text):
        return []
    return _WORD.findall(_SERVANT_OF.sub(f"{_SERVANT} ", _MARKS.sub("", text)))


def bones_of_arabic(text: str) -> tuple[str, ...]:
    """Of a name in Arabic script, which leaves short vowels out, what sounds of each word; nothing of another script."""
    words = arabic_words(text)
    found: list[str] = []
    servant = False
    for word in words:
        bones = "".join(_ARABIC.get(letter, "") for letter in _ARTICLE.sub("", word))
        if servant:
            found[-1] += bones if bones.startswith("l") else f"l{bones}"
        else:
            found.append(bones)
        servant = word == _SERVANT
    return tuple(bones for bones in found if bones)


def bones_of_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The same of a name in Latin letters, from how its words sound."""
    return tuple(bones for key in keys if (bones := key.translate(_LATIN_DROPPED)))
