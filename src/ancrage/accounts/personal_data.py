"""What is personal about those who sign in, why it is held, how long, how it is erased."""

from ancrage.core.personal import PersonalField

_NAME_STAYS = "Stays on what they did, by law: acts of a public body bear their author."
_ACCOUNT = "As long as the account is open, then with the acts it signed."

PERSONAL: dict[str, PersonalField] = {
    "user.email": PersonalField("Sign in, and be written to.", _ACCOUNT, "Kept with the account."),
    "user.full_name": PersonalField("Say who did what to colleagues and partners.", _ACCOUNT, _NAME_STAYS),
    "user.language": PersonalField("Write to them in their language.", _ACCOUNT, "Kept with the account."),
    "user.left_on": PersonalField("Know since when the account is closed.", _ACCOUNT, "Kept with the account."),
    "user.last_login": PersonalField("Tell forgotten accounts from used ones.", _ACCOUNT, "Kept with the account."),
    "signinattempt.address": PersonalField(
        "Limit and trace tries at signing in.", "One year.", "Rows older than a year are deleted."
    ),
    "signinattempt.login": PersonalField(
        "Limit tries, as a keyed fingerprint.", "One year.", "Rows older than a year are deleted."
    ),
    "submission.location": PersonalField(
        "Lead a form sent twice where it led the first time.", "One day.", "Rows older than a day are deleted."
    ),
    "notification.text": PersonalField(
        "Tell staff what awaits them; names no newcomer.", "One year.", "Rows older than a year are deleted."
    ),
}
