"""A directorate of all the regions and its director, signed in: printed as JSON for the run."""

import json
import sys

import django

EMAIL = "direction@ancrage.example"


def main() -> None:
    django.setup()
    from allauth.mfa.models import Authenticator

    from ancrage.accounts.models import Assignment, User
    from ancrage.territory.dated import from_day
    from ancrage.territory.models import Directorate, DirectorateRegion, Region
    from bench.session import signed_in
    from bench.structure import FIRST_DAY, OPENED

    if not User.objects.filter(email=EMAIL).exists():
        during = from_day(FIRST_DAY)
        directorate = Directorate.objects.create(name="Direction du banc", during=during)
        for region in Region.objects.all():
            DirectorateRegion.objects.create(directorate=directorate, region=region, during=during)
        user = User.objects.create(email=EMAIL, full_name="Directrice", created_at=OPENED)
        Assignment.objects.create(user=user, role="director", directorate=directorate, during=during)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "none"})
    json.dump({"cookies": signed_in(EMAIL)[1]}, sys.stdout)


if __name__ == "__main__":
    main()
