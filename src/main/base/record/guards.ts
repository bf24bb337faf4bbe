import type { DatabaseSync } from 'node:sqlite';
import { readableCheck } from './readableCheck.ts';
import { quoted, type RecordTable } from './tables.ts';

/**
 * SECURITY: what PostgreSQL refuses whoever writes, Keydesk or a person with the password of a desk. The rights of the roles say which tables a role may change. These rules keep a role from
 * stopping the record for all, from making other desks lose rows, and from changing other desks (docs/decisions/0081).
 */
const SAFE = 'SET search_path = pg_catalog, pg_temp';

/** What a rule raises. The record's own codes begin with KD. */
export const RULES = { order: 'KD002', number: 'KD003', removal: 'KD004' } as const;

/** How far the number of a new row may be above the highest one that was given. */
const STEP = 1_000_000;

/** A revision comes in its turn: its writer has the lock, and it has the next number. */
const CHECK_REVISION = `CREATE OR REPLACE FUNCTION keydesk.check_revision() RETURNS trigger LANGUAGE plpgsql ${SAFE} AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(7170532, 1) OR NEW.n IS DISTINCT FROM (SELECT coalesce(max(n), 0) + 1 FROM keydesk.revision) THEN
    RAISE EXCEPTION 'a revision comes in its turn' USING ERRCODE = '${RULES.order}';
  END IF;
  IF NEW.size < 0 OR NOT (SELECT NEW.tables <@ array_agg(r.name) AND cardinality(NEW.tables) <= count(*) FROM keydesk.recorded r) THEN
    RAISE EXCEPTION 'a revision names tables of the record' USING ERRCODE = '${RULES.order}';
  END IF;
  NEW.role := current_user;
  NEW.at := clock_timestamp();
  RETURN NEW;
END $$`;

/** A removal is of a row that is gone, in a table that the role may delete from. */
const CHECK_REMOVED = `CREATE OR REPLACE FUNCTION keydesk.check_removed() RETURNS trigger LANGUAGE plpgsql ${SAFE} AS $$
DECLARE
  known record; same text; is_wrong boolean; head bigint;
BEGIN
  SELECT coalesce(max(n), 0) INTO head FROM keydesk.revision;
  FOR known IN SELECT f.name, r.key FROM (SELECT DISTINCT name FROM fresh) f LEFT JOIN keydesk.recorded r ON r.name = f.name AND NOT r.is_log LOOP
    IF known.key IS NULL OR NOT has_table_privilege(format('keydesk.%I', known.name), 'DELETE') THEN
      RAISE EXCEPTION 'no right to remove rows of this table' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT string_agg(format('t.%1$I = r.%1$I', k), ' AND ') INTO same FROM unnest(known.key) k;
    EXECUTE format('SELECT EXISTS (SELECT FROM fresh f WHERE f.name = $1 AND (f.revision > $2 + 1 OR NOT f.key ?& $3 OR f.key - $3 <> ''{}''
      OR EXISTS (SELECT FROM jsonb_populate_record(NULL::keydesk.%1$I, f.key) r JOIN keydesk.%1$I t ON %2$s)))', known.name, same)
      INTO is_wrong USING known.name, head, known.key;
    IF is_wrong THEN RAISE EXCEPTION 'a removal is of a row that is gone' USING ERRCODE = '${RULES.removal}'; END IF;
  END LOOP;
  RETURN NULL;
END $$`;

const KEEP_KEY = `CREATE OR REPLACE FUNCTION keydesk.keep_key() RETURNS trigger LANGUAGE plpgsql ${SAFE} AS $$
BEGIN
  RAISE EXCEPTION 'a removal and a desk stay what they are' USING ERRCODE = '${RULES.removal}';
END $$`;

/**
 * Whether the role that writes owns the record. In a function that runs as its owner, current_user is the owner, so this asks the sign-in, or the role that it has taken.
 */
const BY_OWNER = `pg_has_role(CASE current_setting('role') WHEN 'none' THEN session_user::name ELSE current_setting('role')::name END, current_user::name, 'USAGE')`;

/**
 * The highest number of a table rises with its rows. Where rows may be deleted it may be above them, because their numbers are not given again, but not far. Runs as the owner, because a
 * station may not read the log to which it adds.
 */
const HOLD_NUMBER = `CREATE OR REPLACE FUNCTION keydesk.hold_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${SAFE} AS $$
DECLARE
  known record; top bigint; was bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    NEW.name := OLD.name;
    was := OLD.highest;
  ELSIF EXISTS (SELECT FROM keydesk.number n WHERE n.name = NEW.name) THEN
    RETURN NEW;
  END IF;
  SELECT r.key[1] AS key, r.is_log INTO known FROM keydesk.recorded r WHERE r.name = NEW.name AND cardinality(r.key) = 1;
  IF NOT known.is_log AND NEW.highest BETWEEN was AND was + ${STEP} OR ${BY_OWNER} THEN RETURN NEW; END IF;
  IF known.key IS NULL THEN RAISE EXCEPTION 'no table of the record with numbers' USING ERRCODE = '${RULES.number}'; END IF;
  EXECUTE format('SELECT coalesce(max(%I), 0) FROM keydesk.%I', known.key, NEW.name) INTO top;
  NEW.highest := greatest(was, least(NEW.highest, CASE WHEN known.is_log THEN top ELSE greatest(was, top) + ${STEP} END));
  RETURN NEW;
END $$`;

/** A new row has a number near those of the others. With the greatest possible one, no desk could add a row any more. */
const CHECK_NUMBER = `CREATE OR REPLACE FUNCTION keydesk.check_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${SAFE} AS $$
DECLARE
  top bigint; given bigint;
BEGIN
  SELECT highest INTO given FROM keydesk.number WHERE name = TG_TABLE_NAME;
  EXECUTE format('SELECT coalesce(max(%I), 0) FROM keydesk.%I', TG_ARGV[0], TG_TABLE_NAME) INTO top;
  -- A record that is being made has no number yet.
  IF top > given + ${STEP} AND NOT ${BY_OWNER} THEN
    RAISE EXCEPTION 'the number of a row is far above the others' USING ERRCODE = '${RULES.number}';
  END IF;
  RETURN NULL;
END $$`;

/** The rules for the tables beside those that desks fill. Run a second time, they change nothing. */
export const GUARDS = [
  CHECK_REVISION,
  CHECK_REMOVED,
  KEEP_KEY,
  HOLD_NUMBER,
  CHECK_NUMBER,
  // They run as their owner. A trigger of somebody else's table must not call them.
  'REVOKE ALL ON FUNCTION keydesk.hold_number(), keydesk.check_number() FROM PUBLIC',
  ...trigger('in_turn', 'revision', 'BEFORE INSERT', 'FOR EACH ROW EXECUTE FUNCTION keydesk.check_revision()'),
  ...trigger('added', 'removed', 'AFTER INSERT', `${fresh()} EXECUTE FUNCTION keydesk.check_removed()`),
  ...trigger('changed', 'removed', 'AFTER UPDATE', `${fresh()} EXECUTE FUNCTION keydesk.check_removed()`),
  ...trigger('kept', 'removed', 'BEFORE UPDATE OF name, key', 'FOR EACH ROW EXECUTE FUNCTION keydesk.keep_key()'),
  ...trigger('kept', 'desk', 'BEFORE UPDATE OF id', 'FOR EACH ROW EXECUTE FUNCTION keydesk.keep_key()'),
  ...trigger('held', 'number', 'BEFORE INSERT OR UPDATE', 'FOR EACH ROW EXECUTE FUNCTION keydesk.hold_number()'),
  // A role changes only its own desks, and one that another role has handed over to it.
  'ALTER TABLE keydesk.desk ENABLE ROW LEVEL SECURITY',
  ...policy('everybody_sees', 'FOR SELECT USING (true)'),
  ...policy('own_added', 'FOR INSERT WITH CHECK (role = current_user)'),
  ...policy(
    'own_changed',
    'FOR UPDATE USING (role = current_user OR handed_to = current_user) WITH CHECK (role = current_user)',
  ),
];

function fresh(): string {
  return 'REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT';
}

function trigger(name: string, table: string, when: string, then: string): string[] {
  return [
    `DROP TRIGGER IF EXISTS ${name} ON keydesk."${table}"`,
    `CREATE TRIGGER ${name} ${when} ON keydesk."${table}" ${then}`,
  ];
}

function policy(name: string, rule: string): string[] {
  return [`DROP POLICY IF EXISTS ${name} ON keydesk.desk`, `CREATE POLICY ${name} ON keydesk.desk ${rule}`];
}

/** Returns the rules for a table that desks fill. Run a second time, they change nothing. */
export function tableGuards(sqlite: DatabaseSync, table: RecordTable): string[] {
  const { name, key, isNumbered } = table;
  const near = trigger(
    'near',
    name,
    `AFTER INSERT OR UPDATE OF ${quoted(key)}`,
    `FOR EACH STATEMENT EXECUTE FUNCTION keydesk.check_number('${key[0]}')`,
  );
  return [
    ...dropReadable(name),
    `ALTER TABLE keydesk."${name}" ADD CONSTRAINT readable CHECK (${readableCheck(sqlite, table)})`,
    ...(isNumbered ? near : []),
  ];
}

/** Returns the statement that lets the rows of a table be changed to those of another version. */
export function dropReadable(table: string): string[] {
  return [`ALTER TABLE keydesk."${table}" DROP CONSTRAINT IF EXISTS readable`];
}
