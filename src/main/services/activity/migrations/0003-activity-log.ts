/** Adds the activity log. Triggers refuse every change of an entry. */
export const migration = `CREATE TABLE activity (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     at TEXT NOT NULL,
     kind TEXT NOT NULL,
     result TEXT NOT NULL,
     actor_kind TEXT NOT NULL,
     actor TEXT NOT NULL,
     tenant TEXT,
     user_id TEXT,
     user_principal_name TEXT,
     key_id TEXT,
     key_aaguid TEXT,
     key_serial TEXT,
     cause TEXT,
     correlation_id TEXT NOT NULL,
     request_ids TEXT NOT NULL,
     facts TEXT NOT NULL,
     previous_hash TEXT NOT NULL,
     hash TEXT NOT NULL
   ) STRICT;
   CREATE INDEX activity_user_id ON activity (user_id);
   CREATE INDEX activity_user_principal_name ON activity (user_principal_name COLLATE NOCASE);
   CREATE INDEX activity_kind ON activity (kind);
   CREATE TRIGGER activity_keeps_entries BEFORE DELETE ON activity
     BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END;
   CREATE TRIGGER activity_keeps_words BEFORE UPDATE ON activity
     BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END;
   CREATE TRIGGER activity_keeps_places BEFORE INSERT ON activity
     WHEN EXISTS (SELECT 1 FROM activity WHERE seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'the activity log only grows'); END;`;
