/**
 * What the import knows about the account of an assignment's user: `left` if it was deleted, `disabled`, or NULL if nothing is against
 * it. Only assignments that have not ended have a mark. The index holds the few marked rows.
 */
export const migration = `ALTER TABLE assignment ADD COLUMN account TEXT CHECK (account IN ('left', 'disabled'));
   ALTER TABLE assignment ADD COLUMN account_at TEXT;
   CREATE INDEX assignment_account ON assignment (tenant, account, state, updated_at DESC, id) WHERE account IS NOT NULL;`;
