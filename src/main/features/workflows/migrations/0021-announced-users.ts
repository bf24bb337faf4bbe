/**
 * The imported users that were announced by an event, and how far the engine has read the imported directory. They are in the database of
 * the events, so that both are committed, backed up and restored together.
 */
export const migration = `CREATE TABLE announced_user (
     tenant TEXT NOT NULL,
     user_id TEXT NOT NULL,
     -- How many events there were; 0 for users of before the tenant's first workflow, who are new to none.
     times INTEGER NOT NULL,
     -- 1 where the user had left when the last event was handled: they are announced again when they come back.
     again INTEGER NOT NULL DEFAULT 0,
     PRIMARY KEY (tenant, user_id)
   ) STRICT, WITHOUT ROWID;
   INSERT OR IGNORE INTO announced_user
     SELECT tenant, user_id, 1, EXISTS (SELECT 1 FROM workflow_run WHERE workflow_run.user_id = event.user_id
       AND occasion = event.id AND reason = 'left') FROM event WHERE type = 'user.imported';
   CREATE TABLE announced_place (
     tenant TEXT PRIMARY KEY,
     -- The last import of which it is true. A directory without that import has other numbers.
     import TEXT NOT NULL,
     user_n INTEGER NOT NULL,
     return_n INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   -- The import up to which the place of a pass is true, as in announced_place.
   ALTER TABLE workflow_pass ADD COLUMN import TEXT;
   INSERT INTO engine_place SELECT 'people', seq FROM engine_place WHERE name = 'events';
   CREATE INDEX event_prompt ON event (seq) WHERE type IN ('security-key.activated', 'passkey.registered', 'passkey.failed');
   DROP INDEX event_passing;
   CREATE INDEX event_at ON event (at);`;
