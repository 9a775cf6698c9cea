from ancrage.portal.models.code import SignInCode
from ancrage.portal.models.satisfaction import Satisfaction, Score
from ancrage.portal.models.space import MOST_TRIES, InvitationWay, Space, SpaceInvitation, WriteHours
from ancrage.portal.models.telling import SpaceTelling

__all__ = [
    "MOST_TRIES",
    "InvitationWay",
    "Satisfaction",
    "Score",
    "SignInCode",
    "Space",
    "SpaceInvitation",
    "SpaceTelling",
    "WriteHours",
]
