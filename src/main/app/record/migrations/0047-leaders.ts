/**
 * `leader` says which running Keydesk does a kind of work for all desks, and in which term. `webhook.term` does the same for the sender of one webhook. Both are
 * compared in the transaction that settles work, so that a former leader settles nothing (docs/decisions/0078-leading-desks-and-the-record-s-clock.md).
 * `clock_offset` is how far the record's clock was ahead of this computer's, in ms. `away_since` is when the desk had last seen the record before it began an enrollment
 * without it, in ms by the record's clock, until the enrollment was compared with the record; otherwise 0.
 */
export const migration = `CREATE TABLE leader (
     work TEXT PRIMARY KEY,
     holder TEXT,
     term INTEGER NOT NULL,
     fit INTEGER NOT NULL
   ) STRICT;
   ALTER TABLE webhook ADD COLUMN term INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE record_mirror ADD COLUMN clock_offset INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE journal ADD COLUMN away_since INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX journal_away ON journal (tenant) WHERE away_since > 0;`;
