from ancrage.files.actions.storing import FileRefused, destroy_file, remove_orphans, store_file

__all__ = ["FileRefused", "destroy_file", "remove_orphans", "store_file"]
