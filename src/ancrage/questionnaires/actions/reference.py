from ancrage.questionnaires.actions.publishing import load_reference

__all__ = ["load_reference"]
