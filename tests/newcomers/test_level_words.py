from django.template.loader import render_to_string
from django.utils.html import strip_tags


def test_one_no_break_space_before_the_colon() -> None:
    shown = render_to_string("newcomers/assessment_level.html", {"level": 1, "words": "Besoin léger", "step": "Garde"})
    assert "Besoin léger\u00a0: Garde" in strip_tags(shown)
