from django.db import migrations

# The deepest guard of sharing: no code path, import or manual statement can send without consent.
SQL = """
CREATE FUNCTION newcomers_referral_needs_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1
    FROM newcomers_casereferral tie JOIN newcomers_consent consent ON consent.id = tie.consent_id
    WHERE tie.referral_id = NEW.id
      AND consent.case_id = tie.case_id
      AND 'referral' = ANY (consent.purposes)
      AND consent.given_at <= NEW.sent_at
      AND consent.withdrawn_at IS NULL
      AND (consent.ends_on IS NULL OR consent.ends_on >= (NEW.sent_at AT TIME ZONE 'America/Toronto')::date)
      AND (consent.ask_again_on IS NULL OR consent.ask_again_on > (NEW.sent_at AT TIME ZONE 'America/Toronto')::date)
  ) THEN
    RAISE EXCEPTION 'a referral is sent under a valid consent' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'referral_needs_consent';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER referral_needs_consent_insert AFTER INSERT ON referrals_referral
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW WHEN (NEW.state = 'sent')
  EXECUTE FUNCTION newcomers_referral_needs_consent();
CREATE CONSTRAINT TRIGGER referral_needs_consent_update AFTER UPDATE OF state, sent_at ON referrals_referral
  DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
  WHEN (NEW.state = 'sent' AND (OLD.state IS DISTINCT FROM 'sent' OR OLD.sent_at IS DISTINCT FROM NEW.sent_at))
  EXECUTE FUNCTION newcomers_referral_needs_consent();
"""

UNDO = """
DROP TRIGGER referral_needs_consent_update ON referrals_referral;
DROP TRIGGER referral_needs_consent_insert ON referrals_referral;
DROP FUNCTION newcomers_referral_needs_consent();
"""


class Migration(migrations.Migration):
    dependencies = [("newcomers", "0003_initial"), ("referrals", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
