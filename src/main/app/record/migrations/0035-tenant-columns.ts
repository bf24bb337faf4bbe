/** Gives the column that names a tenant the same name in every table. SQLite renames it in indexes and triggers, too. */
export const migration = `ALTER TABLE journal RENAME COLUMN connection TO tenant;
   ALTER TABLE document RENAME COLUMN connection TO tenant;`;
