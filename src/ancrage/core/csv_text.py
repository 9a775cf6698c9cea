"""Reading what spreadsheets save as CSV: whatever their encoding and their separator."""

import codecs


def decoded(content: bytes) -> str:
    """The text of a file: Unicode where it says so or is, what older Windows writes (Latin-1 and more) otherwise."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator_of(header: str) -> str:
    """What stands between the columns of ``header``: a comma, a semicolon or a tab, the most frequent."""
    return max(",;\t", key=header.count)
