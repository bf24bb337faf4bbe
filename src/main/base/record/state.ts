import type { DatabaseSync } from 'node:sqlite';

/** What keydesk.db knows of the record whose mirror it is. */
export interface MirrorState {
  /** The id of the record. */
  readonly record: string;
  /** The id of this desk in it. */
  readonly desk: string;
  /** Up to which revision the tables here equal the record. */
  readonly revision: number;
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
  /** The id of the connection whose account gets the token of Microsoft Entra; missing or null for other ways to sign in. */
  readonly connection?: string | null;
  /** When the client certificate expires, in ms since the epoch; missing or null if there is none. */
  readonly certificateUntil?: number | null;
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
  /** Changes how this desk reaches the record. */
  move(reach: RecordReach): void;
  end(): void;
}

export function mirrorStateOn(sqlite: DatabaseSync): MirrorStateTable {
  const one = sqlite.prepare(
    'SELECT record, desk, revision, seen_at, url, ca, sign_in, connection, certificate_until FROM record_mirror',
  );
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
        seenAt: Number(row.seen_at),
        reach: {
          url: String(row.url),
          ca: row.ca === null ? null : String(row.ca),
          signIn: String(row.sign_in) as RecordSignIn,
          connection: row.connection === null ? null : String(row.connection),
          certificateUntil: row.certificate_until === null ? null : Number(row.certificate_until),
        },
      };
    },
    begin: ({ record, desk, reach }) => {
      sqlite
        .prepare(
          `INSERT INTO record_mirror (one, record, desk, revision, seen_at, url, ca, sign_in, connection, certificate_until)
           VALUES (1, ?, ?, 0, 0, ?, ?, ?, ?, ?)`,
        )
        .run(record, desk, ...columnsOf(reach));
    },
    move: reach => {
      sqlite
        .prepare('UPDATE record_mirror SET url = ?, ca = ?, sign_in = ?, connection = ?, certificate_until = ?')
        .run(...columnsOf(reach));
    },
    see: seenAt => {
      see.run(seenAt);
    },
    advance: (revision, seenAt) => {
      advance.run(revision, seenAt);
    },
    end: () => {
      sqlite.prepare('DELETE FROM record_mirror').run();
    },
  };
}

function columnsOf({ url, ca, signIn, connection = null, certificateUntil = null }: RecordReach) {
  return [url, ca, signIn, connection, certificateUntil] as const;
}
