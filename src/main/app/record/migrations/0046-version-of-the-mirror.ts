/**
 * Notes which version of the tables was filled from a shared record. When a later Keydesk has migrated them, they are filled again, because the record was upgraded
 * from its own rows (base/record/upgrade). Mirrors of before are filled again once, because version 45 was the last that filled them.
 */
export const migration = 'ALTER TABLE record_mirror ADD COLUMN version INTEGER NOT NULL DEFAULT 45';
