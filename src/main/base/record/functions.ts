/**
 * The functions of the record. Desks of an earlier version call those of a later one, so a function keeps its arguments and what it means; a call with
 * others is another function. They run with the rights of the caller (SECURITY INVOKER), so the grants of its role decide what
 * it reads and writes. SECURITY: each has a fixed search_path, so that a schema of somebody else cannot change what a name means.
 */
const SAFE = 'SET search_path = pg_catalog, pg_temp';

/** The number of the lock that a writer holds from its first statement to its commit. */
export const WRITE_LOCK = '(7170532, 1)';
/** The channel of the notifications. The text is the number of the new revision. */
export const CHANNEL = 'keydesk_revision';

const REFUSE_CHANGE = `CREATE OR REPLACE FUNCTION keydesk.refuse_change() RETURNS trigger LANGUAGE plpgsql ${SAFE} AS $$
BEGIN
  RAISE EXCEPTION 'the activity log only grows' USING ERRCODE = 'KD001';
END $$`;

/**
 * Returns what was recorded after a revision, as it is now: `{head, at, ids, rows, removed, numbers}`. Without rows if they are more than
 * `most`: the caller then reads table by table. `at` is the id of the revision, or null if the record has no such revision: it was restored from a backup,
 * or a replica without the last transactions took over.
 */
const CHANGES = `CREATE OR REPLACE FUNCTION keydesk.changes(since bigint, most bigint, of_desk uuid) RETURNS json LANGUAGE plpgsql STABLE ${SAFE} AS $$
DECLARE
  head bigint; total numeric; known record; part json; gone json; highest json; own json; at uuid; ids json; same text;
  rows text := ''; removed jsonb := '{}';
BEGIN
  SELECT coalesce(max(n), 0) INTO head FROM keydesk.revision;
  SELECT r.id INTO at FROM keydesk.revision r WHERE r.n = since;
  IF head <= since THEN RETURN json_build_object('head', head, 'at', at); END IF;
  SELECT sum(size) INTO total FROM keydesk.revision WHERE n > since;
  IF total > most THEN RETURN json_build_object('head', head, 'at', at, 'size', total); END IF;
  FOR known IN SELECT DISTINCT t AS name FROM keydesk.revision, unnest(tables) t WHERE n > since LOOP
    CONTINUE WHEN has_table_privilege(to_regclass(format('keydesk.%I', known.name)), 'SELECT') IS NOT TRUE;
    EXECUTE format('SELECT json_agg(r) FROM keydesk.%I r WHERE revision > $1', known.name) INTO part USING since;
    IF part IS NOT NULL THEN rows := rows || CASE rows WHEN '' THEN '' ELSE ',' END || to_json(known.name)::text || ':' || part::text; END IF;
  END LOOP;
  -- SECURITY: only rows that are gone. The removal of a row that is there again, or still, is left out.
  FOR known IN SELECT r.name, r.key FROM (SELECT DISTINCT d.name FROM keydesk.removed d WHERE d.revision > since) d
    JOIN keydesk.recorded r ON r.name = d.name AND NOT r.is_log LOOP
    CONTINUE WHEN has_table_privilege(to_regclass(format('keydesk.%I', known.name)), 'SELECT') IS NOT TRUE;
    SELECT string_agg(format('t.%1$I = r.%1$I', k), ' AND ') INTO same FROM unnest(known.key) k;
    EXECUTE format('SELECT json_agg(d.key) FROM keydesk.removed d WHERE d.name = $1 AND d.revision > $2
      AND NOT EXISTS (SELECT FROM jsonb_populate_record(NULL::keydesk.%1$I, d.key) r JOIN keydesk.%1$I t ON %2$s)', known.name, same)
      INTO gone USING known.name, since;
    IF gone IS NOT NULL THEN removed := removed || jsonb_build_object(known.name, gone); END IF;
  END LOOP;
  SELECT json_object_agg(c.name, c.highest) INTO highest FROM keydesk.number c;
  SELECT json_build_object('revision', k.revision, 'changes', k.changes) INTO own FROM keydesk.kept k
    WHERE k.desk = of_desk AND k.role = current_user AND k.revision > since;
  SELECT json_agg(json_build_array(r.n, r.id) ORDER BY r.n) INTO ids FROM keydesk.revision r WHERE r.n > since;
  RETURN json_build_object('head', head, 'at', at, 'ids', ids, 'rows', ('{' || rows || '}')::json, 'removed', removed, 'numbers', coalesce(highest, '{}'), 'own', own);
END $$`;

/**
 * Records one transaction of a desk. All rows that changed go before the first comes, because a unique value may have moved from one row to another.
 * The rows name their columns, so that a desk of an earlier version leaves later columns to their defaults. If it changes a row, they keep their values: `held`
 * has them while the row is replaced. `own` is what the transaction wrote to
 * tables of the desk alone. The record keeps it until the desk's next transaction: if the desk is killed between the commit here and its own, it gets both
 * together, and an enrollment is never recorded without its desk knowing it.
 */
const RECORD = `CREATE OR REPLACE FUNCTION keydesk.record(next bigint, transaction uuid, of_desk uuid, changes json, own json) RETURNS void LANGUAGE plpgsql ${SAFE} AS $$
DECLARE
  known record; part jsonb; same text; columns text; others text; was jsonb; held jsonb := '{}';
  -- Text would be parsed again for each table.
  parsed jsonb := changes::jsonb; rows jsonb := parsed->'rows'; removed jsonb := parsed->'removed';
BEGIN
  INSERT INTO keydesk.revision (n, id, desk, tables, size)
    SELECT next, transaction, of_desk, coalesce(array_agg(DISTINCT t.key), '{}'), coalesce(sum(jsonb_array_length(t.value)), 0)
    FROM (SELECT * FROM jsonb_each(rows) UNION ALL SELECT * FROM jsonb_each(removed)) t;
  FOR known IN SELECT r.name, r.key, r.columns FROM keydesk.recorded r WHERE NOT r.is_log AND (rows ? r.name OR removed ? r.name) LOOP
    SELECT string_agg(format('t.%1$I = r.%1$I', k), ' AND ') INTO same FROM unnest(known.key) k;
    part := rows->known.name->0;
    IF part IS NOT NULL AND EXISTS (SELECT FROM unnest(known.columns) c WHERE part->c IS NULL) THEN
      EXECUTE format('SELECT jsonb_agg(t) FROM keydesk.%1$I t JOIN jsonb_populate_recordset(NULL::keydesk.%1$I, $1) r ON %2$s', known.name, same)
        INTO was USING rows->known.name;
      IF was IS NOT NULL THEN held := held || jsonb_build_object(known.name, was); END IF;
    END IF;
    FOREACH part IN ARRAY ARRAY[removed->known.name, rows->known.name] LOOP
      CONTINUE WHEN part IS NULL;
      EXECUTE format('DELETE FROM keydesk.%1$I t USING jsonb_populate_recordset(NULL::keydesk.%1$I, $1) r WHERE %2$s', known.name, same) USING part;
    END LOOP;
    part := removed->known.name;
    CONTINUE WHEN part IS NULL;
    INSERT INTO keydesk.removed SELECT known.name, k, next FROM jsonb_array_elements(part) k
      ON CONFLICT (name, key) DO UPDATE SET revision = excluded.revision;
  END LOOP;
  FOR known IN SELECT r.name, r.key, r.columns FROM keydesk.recorded r WHERE rows ? r.name LOOP
    part := rows->known.name;
    SELECT string_agg(format('%I', k), ', ') INTO columns FROM jsonb_object_keys(part->0) k;
    EXECUTE format('INSERT INTO keydesk.%1$I (%2$s, revision) SELECT %2$s, $2 FROM jsonb_populate_recordset(NULL::keydesk.%1$I, $1)', known.name, columns)
      USING part, next;
    CONTINUE WHEN held->known.name IS NULL;
    SELECT string_agg(format('t.%1$I = r.%1$I', k), ' AND ') INTO same FROM unnest(known.key) k;
    SELECT string_agg(format('%1$I = r.%1$I', c), ', ') INTO others FROM unnest(known.columns) c WHERE part->0->c IS NULL;
    EXECUTE format('UPDATE keydesk.%1$I t SET %2$s FROM jsonb_populate_recordset(NULL::keydesk.%1$I, $1) r WHERE %3$s', known.name, others, same)
      USING held->known.name;
  END LOOP;
  INSERT INTO keydesk.kept (desk, revision, changes) VALUES (of_desk, next, own)
    ON CONFLICT (desk, role) DO UPDATE SET revision = next, changes = own;
  INSERT INTO keydesk.number SELECT key, value::text::bigint FROM jsonb_each(parsed->'numbers')
    ON CONFLICT (name) DO UPDATE SET highest = greatest(number.highest, excluded.highest);
  PERFORM pg_notify('${CHANNEL}', next::text);
END $$`;

export const FUNCTIONS = [REFUSE_CHANGE, CHANGES, RECORD];
