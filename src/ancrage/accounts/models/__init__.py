"""Who signs in, what they are charged with and where, and what they were told."""

from ancrage.accounts.models.assignment import Assignment, AssignmentQuerySet
from ancrage.accounts.models.guide import GuideMark
from ancrage.accounts.models.notification import Digest, NoticeChoice, Notification, NotificationQuerySet
from ancrage.accounts.models.session import Outcome, SignInAttempt, SignInAttemptQuerySet, Submission
from ancrage.accounts.models.user import SPACE_DOMAIN, Language, User, UserManager, UserQuerySet, session_salt

__all__ = [
    "SPACE_DOMAIN",
    "Assignment",
    "AssignmentQuerySet",
    "Digest",
    "GuideMark",
    "Language",
    "NoticeChoice",
    "Notification",
    "NotificationQuerySet",
    "Outcome",
    "SignInAttempt",
    "SignInAttemptQuerySet",
    "Submission",
    "User",
    "UserManager",
    "UserQuerySet",
    "session_salt",
]
