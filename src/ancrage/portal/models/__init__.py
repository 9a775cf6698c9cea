from ancrage.portal.models.code import SignInCode
from ancrage.portal.models.space import MOST_TRIES, InvitationWay, Space, SpaceInvitation

__all__ = ["MOST_TRIES", "InvitationWay", "SignInCode", "Space", "SpaceInvitation"]
