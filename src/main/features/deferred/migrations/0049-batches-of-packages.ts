/** The batch of a package, so that its page can say that its keys are made elsewhere. */
export const migration = `ALTER TABLE deferred_package ADD COLUMN batch_id TEXT;
   ALTER TABLE deferred_package ADD COLUMN ends_at INTEGER;
   CREATE INDEX deferred_package_batch ON deferred_package (batch_id);`;
