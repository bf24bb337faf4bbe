/** Adds the text index of the activity log, and the indexes for its filters. */
export const migration = `CREATE VIRTUAL TABLE activity_text USING fts5 (
     text, content = '', detail = none, columnsize = 0, tokenize = 'trigram case_sensitive 1'
   );
   -- Merging in small steps only: a whole merge holds the thread for a tenth of a second.
   INSERT INTO activity_text (activity_text, rank) VALUES ('crisismerge', 64);
   CREATE VIRTUAL TABLE activity_terms USING fts5vocab (activity_text, 'row');
   CREATE TABLE activity_indexed (upto INTEGER NOT NULL) STRICT;
   INSERT INTO activity_indexed VALUES (0);
   CREATE INDEX activity_at ON activity (at);
   CREATE INDEX activity_result ON activity (result);
   CREATE INDEX activity_key_serial ON activity (key_serial) WHERE key_serial IS NOT NULL;
   CREATE INDEX activity_key_aaguid ON activity (key_aaguid) WHERE key_aaguid IS NOT NULL;
   CREATE INDEX activity_key_id ON activity (key_id) WHERE key_id IS NOT NULL;`;
