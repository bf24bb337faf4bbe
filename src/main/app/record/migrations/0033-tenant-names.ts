/** The tables with a column that names a tenant, and that column. `activity` cannot change, and `sign_in` names connections. */
const named = [
  ['announced_place', 'tenant'],
  ['announced_user', 'tenant'],
  ['assignment', 'tenant'],
  ['activation', 'tenant'],
  ['activation_code', 'tenant'],
  ['document', 'connection'],
  ['event', 'tenant'],
  ['journal', 'connection'],
  ['passkey_list', 'tenant'],
  ['webhook', 'tenant'],
  ['workflow', 'tenant'],
] as const;

/** Deletes the older of two rows of which only one may exist. */
const newer = (table: string, tenant: string, other: string, time: string) => `
  DELETE FROM ${table} WHERE ${tenant} = NEW.id AND EXISTS (SELECT 1 FROM ${table} o
    WHERE o.${tenant} = NEW.name AND o.${other} = ${table}.${other} AND o.${time} > ${table}.${time});
  DELETE FROM ${table} WHERE ${tenant} = NEW.name
    AND ${other} IN (SELECT ${other} FROM ${table} WHERE ${tenant} = NEW.id);`;

const LIVE = "('pending', 'provisioning', 'active', 'failed')";
const OPEN = 'used_at IS NULL AND withdrawn_at IS NULL';

/** Whether the key of a row of sign_in_time, a list of authority, tenant and app (activation/signInTimes.ts), contains NEW.name. */
const hasName = (row: string) =>
  `CASE WHEN json_valid(${row}.connection) THEN json_extract(${row}.connection, '$[1]') END = lower(NEW.name)`;
const renamed = (row: string) => `json_set(${row}.connection, '$[1]', lower(NEW.id))`;

/**
 * Moves all rows from NEW.name to NEW.id. If both names have a row of which only one may exist, the rows are merged, or one of them is
 * changed so that both may stay. No statement relies on OR IGNORE: in a trigger, the statement that fired it decides about conflicts.
 */
const MOVE = `
  -- A user is new once. Who was announced under either name is not announced again.
  UPDATE announced_user SET (times, again) = (SELECT max(announced_user.times, o.times), min(announced_user.again, o.again)
      FROM announced_user o WHERE o.tenant = NEW.name AND o.user_id = announced_user.user_id)
    WHERE tenant = NEW.id AND user_id IN (SELECT user_id FROM announced_user WHERE tenant = NEW.name);
  DELETE FROM announced_user WHERE tenant = NEW.name
    AND user_id IN (SELECT user_id FROM announced_user WHERE tenant = NEW.id);
  -- A place that is not true in the directory is not used: users are read from the beginning, and known ones are skipped.
  DELETE FROM announced_place WHERE tenant = NEW.name AND EXISTS (SELECT 1 FROM announced_place WHERE tenant = NEW.id);
  ${newer('passkey_list', 'tenant', 'user_id', 'fetched_at')}
  ${newer('document', 'connection', 'name', 'fetched_at')}
  -- A user has one live assignment of a purpose. Both stay; the one that is active keeps its purpose.
  UPDATE assignment SET purpose = 'additional'
    WHERE tenant = NEW.id AND purpose <> 'additional' AND state IN ('pending', 'provisioning', 'failed')
      AND EXISTS (SELECT 1 FROM assignment o WHERE o.tenant = NEW.name AND o.user_id = assignment.user_id
        AND o.purpose = assignment.purpose AND o.state = 'active');
  UPDATE assignment SET purpose = 'additional'
    WHERE tenant = NEW.name AND purpose <> 'additional' AND state IN ${LIVE}
      AND EXISTS (SELECT 1 FROM assignment o WHERE o.tenant = NEW.id AND o.user_id = assignment.user_id
        AND o.purpose = assignment.purpose AND o.state IN ${LIVE});
  -- A new code withdraws the older one.
  UPDATE activation_code SET withdrawn_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE tenant IN (NEW.name, NEW.id) AND ${OPEN} AND EXISTS (SELECT 1 FROM activation_code o
      WHERE o.tenant IN (NEW.name, NEW.id) AND o.user_id = activation_code.user_id AND o.used_at IS NULL
        AND o.withdrawn_at IS NULL AND (o.created_at, o.id) > (activation_code.created_at, activation_code.id));
  -- A receiver is there once. The other one belongs to no tenant, as in webhookTenants, and what it had to send goes to this one.
  UPDATE webhook SET tenant = NULL WHERE tenant = NEW.id AND state <> 'active' AND EXISTS (SELECT 1 FROM webhook o
    WHERE o.tenant = NEW.name AND o.url = webhook.url AND o.state = 'active');
  UPDATE webhook SET place = min(place, (SELECT o.place FROM webhook o WHERE o.tenant = NEW.name AND o.url = webhook.url))
    WHERE tenant = NEW.id AND EXISTS (SELECT 1 FROM webhook o
      WHERE o.tenant = NEW.name AND o.url = webhook.url AND o.state = 'active');
  UPDATE webhook_delivery SET next_at = NULL,
      webhook_id = (SELECT s.id FROM webhook s, webhook o WHERE o.id = webhook_id AND s.tenant = NEW.id AND s.url = o.url)
    WHERE state = 'waiting' AND EXISTS (SELECT 1 FROM webhook s, webhook o WHERE o.id = webhook_id AND o.tenant = NEW.name
      AND o.state = 'active' AND s.tenant = NEW.id AND s.url = o.url
      AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = s.id AND d.event_seq = webhook_delivery.event_seq));
  UPDATE webhook_delivery SET next_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE n IN (
    SELECT min(n) FROM webhook_delivery WHERE state = 'waiting' AND webhook_id IN (
      SELECT s.id FROM webhook s, webhook o WHERE o.tenant = NEW.name AND o.url = s.url AND s.tenant = NEW.id)
    GROUP BY webhook_id, user_id HAVING count(next_at) = 0);
  UPDATE webhook SET tenant = NULL, state = iif(state = 'active', 'disabled', state)
    WHERE tenant = NEW.name AND EXISTS (SELECT 1 FROM webhook s WHERE s.tenant = NEW.id AND s.url = webhook.url);
  DELETE FROM sign_in_time WHERE EXISTS (SELECT 1 FROM sign_in_time o WHERE ${hasName('o')}
    AND ${renamed('o')} = sign_in_time.connection AND o.seen_at > sign_in_time.seen_at);
  DELETE FROM sign_in_time
    WHERE ${hasName('sign_in_time')} AND ${renamed('sign_in_time')} IN (SELECT connection FROM sign_in_time);
  UPDATE sign_in_time SET connection = ${renamed('sign_in_time')} WHERE ${hasName('sign_in_time')};
  ${named.map(([table, column]) => `UPDATE ${table} SET ${column} = NEW.id WHERE ${column} = NEW.name;`).join('\n  ')}`;

const KNOWN = (name: string) => `EXISTS (SELECT 1 FROM tenant_name WHERE ${name} AND id <> name)`;

/** Fires when a row is written with a replaced name, and moves it. */
const late = (table: string, column: string, when: string) =>
  `CREATE TRIGGER ${table}_comes_late${when === 'INSERT' ? '' : '_again'} AFTER ${when} ON ${table}
     WHEN ${KNOWN(`name = NEW.${column}`)}
   BEGIN UPDATE tenant_name SET id = id WHERE name = NEW.${column}; END;`;

const IS_ID = (column: string) => `length(${column}) = 36 AND ${column} NOT GLOB '*[^0-9a-f-]*'`;

/**
 * Finds names that an earlier version replaced in some tables only, without recording them. A user's object id belongs to one tenant, so
 * two names with the same user are one tenant. An address is the name of a tenant without a connection, and stays.
 */
const HALF_MOVED = `CREATE TEMP TABLE half_moved AS
     SELECT name, min(id) AS id FROM (
       SELECT DISTINCT left_behind.tenant AS name, moved.tenant AS id
         FROM (SELECT tenant, user_id FROM announced_user UNION SELECT tenant, user_id FROM passkey_list) left_behind
         JOIN (SELECT tenant, user_id FROM event UNION SELECT tenant, user_id FROM assignment
           UNION SELECT tenant, user_id FROM announced_user) moved USING (user_id)
         WHERE left_behind.tenant <> '' AND instr(left_behind.tenant, '/') = 0 AND NOT (${IS_ID('left_behind.tenant')})
           AND ${IS_ID('moved.tenant')})
     GROUP BY name HAVING count(*) = 1;
   INSERT INTO tenant_name (name, id, learned_at) SELECT name, id, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM half_moved;
   DROP TABLE half_moved;`;

/**
 * The names that a tenant had before its id was known: its domain, or the id in other letters. When a name gets its id here, triggers move
 * all rows with that name to the id, and later every row that is still written with the name. An operation that began earlier, in any
 * process or thread, continues with the old name; the triggers make sure that no such row is ever committed.
 */
export const migration = `CREATE TABLE tenant_name (
     name TEXT PRIMARY KEY,
     id TEXT NOT NULL,
     connection TEXT NOT NULL DEFAULT '',
     learned_at TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX tenant_name_id ON tenant_name (id);
   CREATE TRIGGER tenant_name_learned AFTER INSERT ON tenant_name WHEN NEW.id <> NEW.name BEGIN ${MOVE} END;
   CREATE TRIGGER tenant_name_moves AFTER UPDATE OF id ON tenant_name WHEN NEW.id <> NEW.name BEGIN ${MOVE} END;
   ${named.map(([table, column]) => late(table, column, 'INSERT')).join('\n   ')}
   ${late('webhook', 'tenant', 'UPDATE OF tenant')}
   CREATE TRIGGER sign_in_time_comes_late AFTER INSERT ON sign_in_time
     WHEN json_valid(NEW.connection) AND ${KNOWN("lower(name) = json_extract(NEW.connection, '$[1]')")}
   BEGIN UPDATE tenant_name SET id = id WHERE lower(name) = json_extract(NEW.connection, '$[1]'); END;
   ${HALF_MOVED}`;
