"""Consents and audit entries can be added, never changed; only purge and erase may take them away."""

from django.db import migrations

CREATE = """
CREATE FUNCTION history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('organizing.purge', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER consent_is_append_only BEFORE UPDATE OR DELETE ON chapters_consent
    FOR EACH ROW EXECUTE FUNCTION history_is_append_only();
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON chapters_auditentry
    FOR EACH ROW EXECUTE FUNCTION history_is_append_only();
"""
DROP = """
DROP TRIGGER consent_is_append_only ON chapters_consent;
DROP TRIGGER audit_is_append_only ON chapters_auditentry;
DROP FUNCTION history_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("chapters", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
