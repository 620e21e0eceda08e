from django.db import migrations

# A case is decided by the version it was opened with: nobody may rewrite one.
FORWARD = """
CREATE FUNCTION catalogue_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER version_kept BEFORE UPDATE OR DELETE ON catalogue_itemversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_version_kept();
CREATE TRIGGER version_kept BEFORE UPDATE OR DELETE ON catalogue_packageversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_version_kept();
"""
BACKWARD = """
DROP TRIGGER version_kept ON catalogue_itemversion;
DROP TRIGGER version_kept ON catalogue_packageversion;
DROP FUNCTION catalogue_version_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
