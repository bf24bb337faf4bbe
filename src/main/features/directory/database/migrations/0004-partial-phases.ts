/** The phases in which an entry could not be read, separated by commas. */
export const migration = "ALTER TABLE tenants ADD COLUMN partial TEXT NOT NULL DEFAULT ''";
