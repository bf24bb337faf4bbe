/**
 * Which activation an assignment is made for. The model does not tell: a user may activate several keys of one model.
 */
export const migration = `CREATE TABLE activation_assignment (
     assignment_id TEXT PRIMARY KEY,
     activation_id TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX activation_assignment_activation ON activation_assignment (activation_id);`;
