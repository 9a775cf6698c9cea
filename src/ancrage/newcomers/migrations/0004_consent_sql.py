from django.db import migrations

# The deepest guard of sharing: no code path, import or manual statement can share without consent.
# The consent's row is locked: a withdrawal that commits at the same moment comes wholly before or wholly after.
SQL = """
CREATE FUNCTION newcomers_referral_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1
    FROM newcomers_casereferral tie JOIN newcomers_consent consent ON consent.id = tie.consent_id
    WHERE tie.referral_id = NEW.id
      AND consent.case_id = tie.case_id
      AND 'referral' = ANY (consent.purposes)
      AND consent.given_at <= NEW.sent_at
      AND consent.withdrawn_at IS NULL
      AND (consent.ends_on IS NULL OR consent.ends_on >= (NEW.sent_at AT TIME ZONE 'America/Toronto')::date)
      AND (consent.ask_again_on IS NULL OR consent.ask_again_on > (NEW.sent_at AT TIME ZONE 'America/Toronto')::date)
      AND (NOT EXISTS (SELECT 1 FROM newcomers_consent_organizations named WHERE named.consent_id = consent.id)
           OR EXISTS (SELECT 1 FROM newcomers_consent_organizations named
                      WHERE named.consent_id = consent.id AND named.organization_id = NEW.organization_id))
    FOR SHARE OF consent;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a referral is sent under a valid consent' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'referral_needs_consent';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER referral_needs_consent_insert AFTER INSERT ON referrals_referral
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
  WHEN (NEW.state IN ('sent', 'opened', 'under_study', 'accepted', 'waiting_list', 'started'))
  EXECUTE FUNCTION newcomers_referral_needs_consent();
CREATE CONSTRAINT TRIGGER referral_needs_consent_update AFTER UPDATE OF state, sent_at, organization_id
  ON referrals_referral DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
  WHEN (NEW.state IN ('sent', 'opened', 'under_study', 'accepted', 'waiting_list', 'started')
    AND (OLD.state NOT IN ('sent', 'opened', 'under_study', 'accepted', 'waiting_list', 'started')
         OR OLD.sent_at IS DISTINCT FROM NEW.sent_at OR OLD.organization_id <> NEW.organization_id))
  EXECUTE FUNCTION newcomers_referral_needs_consent();

CREATE FUNCTION newcomers_withdrawal_stops_sharing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1
    FROM newcomers_casereferral tie JOIN referrals_referral referral ON referral.id = tie.referral_id
    WHERE tie.consent_id = NEW.id
      AND referral.state IN ('sent', 'opened', 'under_study', 'accepted', 'waiting_list', 'started')
  ) THEN
    RAISE EXCEPTION 'a withdrawn consent shares nothing' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'withdrawal_stops_sharing';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER withdrawal_stops_sharing AFTER UPDATE OF withdrawn_at ON newcomers_consent
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS NULL)
  EXECUTE FUNCTION newcomers_withdrawal_stops_sharing();
"""

UNDO = """
DROP TRIGGER withdrawal_stops_sharing ON newcomers_consent;
DROP FUNCTION newcomers_withdrawal_stops_sharing();
DROP TRIGGER referral_needs_consent_update ON referrals_referral;
DROP TRIGGER referral_needs_consent_insert ON referrals_referral;
DROP FUNCTION newcomers_referral_needs_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0003_initial"), ("referrals", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
