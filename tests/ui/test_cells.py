"""The cells of a list: a text, a day, nothing, or a look of its own drawn once for what is alike."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template import Context, engines

from ancrage.ui.cells import Look

HOSTILE = "<b>L'Ange</b>"


@dataclass(frozen=True)
class Column:
    code: str
    value: Any
    label: str = "État"
    missing: str = ""
    look: Look | None = None


def written(row: object, *columns: Column) -> str:
    template = engines["django"].from_string("{% for row in rows %}{% cells row columns %}{% endfor %}")
    return str(template.template.render(Context({"rows": [row], "columns": columns})))


def test_a_text_a_day_and_nothing() -> None:
    columns = [
        Column("name", lambda row: row["name"], label=HOSTILE),
        Column("on", lambda row: row["on"]),
        Column("days", lambda row: 1200),
        Column("town", lambda _row: "", missing="inconnue"),
        Column("mrc", lambda _row: ""),
    ]
    assert written({"name": HOSTILE, "on": date(2021, 4, 1)}, *columns) == (
        '<td data-label="&lt;b&gt;L&#x27;Ange&lt;/b&gt;">&lt;b&gt;L&#x27;Ange&lt;/b&gt;</td>'
        '<td data-label="État">1er\u00a0avril\u00a02021</td>'
        '<td data-label="État">1200</td>'
        '<td data-label="État"><span class="an-mute">inconnue</span></td>'
        '<td data-label="État"><span aria-hidden="true">–</span></td>'
    )


def test_a_look_is_drawn_from_its_values_and_each_value_apart() -> None:
    look = Look("newcomers/overdue_what.html", lambda row: {"text": row, "is_typed": row == HOSTILE})
    first, second = (written(row, Column("what", str, look=look)) for row in (HOSTILE, "Joindre"))
    assert 'lang="fr"' in first
    assert "&lt;b&gt;" in first
    assert "lang" not in second
    assert "Joindre" in second
