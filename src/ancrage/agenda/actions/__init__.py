from ancrage.agenda.actions.booking import BookingRefused, book, move, plan_again, settle, undo_move

__all__ = ["BookingRefused", "book", "move", "plan_again", "settle", "undo_move"]
