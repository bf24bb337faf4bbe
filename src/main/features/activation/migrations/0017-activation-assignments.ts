/** The activation for which an assignment was created. The model is not enough: a user may activate several keys of one model. */
export const migration = `CREATE TABLE activation_assignment (
     assignment_id TEXT PRIMARY KEY,
     activation_id TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX activation_assignment_activation ON activation_assignment (activation_id);`;
