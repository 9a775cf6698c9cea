from ancrage.agenda.actions.absences import AbsenceRefused, declare_absence, remove_absence
from ancrage.agenda.actions.booking import BookingRefused, book, move, plan_again, settle, undo_move
from ancrage.agenda.actions.feeds import make_feed, revoke_feed
from ancrage.agenda.actions.hours import HoursRefused, Kept, end_kept, open_hours, open_room

__all__ = [
    "AbsenceRefused",
    "BookingRefused",
    "HoursRefused",
    "Kept",
    "book",
    "declare_absence",
    "end_kept",
    "make_feed",
    "move",
    "open_hours",
    "open_room",
    "plan_again",
    "remove_absence",
    "revoke_feed",
    "settle",
    "undo_move",
]
