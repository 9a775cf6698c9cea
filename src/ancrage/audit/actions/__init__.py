from ancrage.audit.actions.recording import record
from ancrage.audit.actions.sealing import seal
from ancrage.audit.actions.verifying import Verification, verify

__all__ = ["Verification", "record", "seal", "verify"]
