/**
 * Makes everything beside the rows of a record what earlier versions made: without rules, and desks that everybody may change. Functions of the record keep their names and arguments, so those of
 * today stay.
 */
export const EARLIER_BOOKKEEPING = `
  DO $$ DECLARE one record; BEGIN
    FOR one IN SELECT tgname, tgrelid::regclass AS t FROM pg_trigger WHERE NOT tgisinternal AND tgname IN ('in_turn', 'added', 'changed', 'kept', 'held', 'near') LOOP
      EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.t);
    END LOOP;
    FOR one IN SELECT conrelid::regclass AS t FROM pg_constraint WHERE conname = 'readable' LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT readable', one.t);
    END LOOP;
  END $$;
  DROP POLICY everybody_sees ON keydesk.desk;
  DROP POLICY own_added ON keydesk.desk;
  DROP POLICY own_changed ON keydesk.desk;
  ALTER TABLE keydesk.desk DISABLE ROW LEVEL SECURITY, DROP CONSTRAINT finite, DROP COLUMN handed_to;
  ALTER TABLE keydesk.revision DROP COLUMN role;
  DROP FUNCTION keydesk.check_revision, keydesk.check_removed, keydesk.keep_key, keydesk.hold_number, keydesk.check_number`;
