import type { DatabaseSync } from 'node:sqlite';

/** What keydesk.db knows of the record whose mirror it is. */
export interface MirrorState {
  /** The id of the record. */
  readonly record: string;
  /** The id of this desk in it. */
  readonly desk: string;
  /** Up to which revision the tables here equal the record. */
  readonly revision: number;
  /** The version of the tables when they were filled from the record. If they were migrated since, they are filled again. */
  readonly version: number;
  /** When the mirror last saw the record, in ms since the epoch by this computer's clock. */
  readonly seenAt: number;
  readonly reach: RecordReach;
}

/** How a desk signs in to its record. Neither a password nor a private key is part of it. */
export interface RecordReach {
  /** As `addressText` writes it. */
  readonly url: string;
  /** The certificates that may have issued the server's, as PEM; null for those of the system. */
  readonly ca: string | null;
  readonly signIn: RecordSignIn;
}

export type RecordSignIn = 'none' | 'password' | 'certificate' | 'entra';

/** Reads and writes the state of the mirror over one connection. */
export interface MirrorStateTable {
  /** Returns undefined if keydesk.db is a record of its own. */
  read(): MirrorState | undefined;
  begin(state: Pick<MirrorState, 'record' | 'desk' | 'reach'>): void;
  advance(revision: number, seenAt: number): void;
  /** Notes when the record was seen, and leaves the revision, which another connection may have advanced. */
  see(seenAt: number): void;
  /** Notes that the tables, as this version has them, were filled from the record. */
  filled(version: number): void;
  end(): void;
}

export function mirrorStateOn(sqlite: DatabaseSync): MirrorStateTable {
  const one = sqlite.prepare('SELECT record, desk, revision, version, seen_at, url, ca, sign_in FROM record_mirror');
  const advance = sqlite.prepare('UPDATE record_mirror SET revision = ?, seen_at = ?');
  const see = sqlite.prepare('UPDATE record_mirror SET seen_at = ?');
  return {
    read: () => {
      const row = one.get();
      if (row === undefined) return undefined;
      return {
        record: String(row.record),
        desk: String(row.desk),
        revision: Number(row.revision),
        version: Number(row.version),
        seenAt: Number(row.seen_at),
        reach: {
          url: String(row.url),
          ca: row.ca === null ? null : String(row.ca),
          signIn: String(row.sign_in) as RecordSignIn,
        },
      };
    },
    begin: ({ record, desk, reach: { url, ca, signIn } }) => {
      sqlite
        .prepare(
          'INSERT INTO record_mirror (one, record, desk, revision, seen_at, url, ca, sign_in) VALUES (1, ?, ?, 0, 0, ?, ?, ?)',
        )
        .run(record, desk, url, ca, signIn);
    },
    see: seenAt => {
      see.run(seenAt);
    },
    advance: (revision, seenAt) => {
      advance.run(revision, seenAt);
    },
    filled: version => {
      sqlite.prepare('UPDATE record_mirror SET version = ?').run(version);
    },
    end: () => {
      sqlite.prepare('DELETE FROM record_mirror').run();
    },
  };
}
