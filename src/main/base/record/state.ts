import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';

/** What keydesk.db knows of the record whose mirror it is. */
export interface MirrorState {
  /** The id of the record. */
  readonly record: string;
  /** The id of this desk in it. */
  readonly desk: string;
  /** The id of the desk whose data folder this one is a copy of, if it is one; otherwise undefined. */
  readonly former: string | undefined;
  /** Where the data folder was when it was last opened (place.ts); undefined before the first time. */
  readonly place: string | undefined;
  /** Up to which revision the tables here equal the record. */
  readonly revision: number;
  /** The version of the tables when they were filled from the record. If they were migrated since, they are filled again. */
  readonly version: number;
  /** The id of that revision; undefined if it is not known yet. */
  readonly revisionId: string | undefined;
  /** When the mirror last saw the record, in ms since the epoch by this computer's clock. */
  readonly seenAt: number;
  /** How far the record's clock was ahead of this computer's then, in ms. */
  readonly clockOffset: number;
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

/** The number and the id of a revision. After a loss of the last transactions, the record gives a number to another revision. */
export type RevisionId = readonly [number, string];

/** How many ids of revisions a desk knows. */
const KNOWN = 20_000;

/** Reads and writes the state of the mirror over one connection. */
export interface MirrorStateTable {
  /** Returns undefined if keydesk.db is a record of its own. */
  read(): MirrorState | undefined;
  begin(state: Pick<MirrorState, 'record' | 'desk' | 'reach'>): void;
  /** @param ids The numbers and ids of the revisions that are new here, as far as they are known */
  advance(revision: number, seenAt: number, ids?: readonly RevisionId[]): void;
  /** Notes where the data folder is. @param desk A new id, because the folder is a copy of another desk's */
  settle(place: string, desk?: string): void;
  /** Notes the id of the revision that the tables here equal. */
  identify(id: RevisionId): void;
  /** Notes when the record was seen, and leaves the revision, which another connection may have advanced. */
  see(seenAt: number, clockOffset: number): void;
  /** Notes that the tables, as this version has them, were filled from the record. */
  filled(version: number): void;
  /** Changes how this desk reaches the record. */
  move(reach: RecordReach): void;
  end(): void;
}

function textOr(value: SQLOutputValue | undefined): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}

export function mirrorStateOn(sqlite: DatabaseSync): MirrorStateTable {
  const one =
    sqlite.prepare(`SELECT record, desk, revision, version, seen_at, clock_offset, url, ca, sign_in, connection, certificate_until, place, former,
    (SELECT id FROM record_revision WHERE n = revision) AS revision_id FROM record_mirror`);
  const advance = sqlite.prepare('UPDATE record_mirror SET revision = ?, seen_at = ?');
  const identify = sqlite.prepare('INSERT OR REPLACE INTO record_revision (n, id) VALUES (?, ?)');
  const forget = sqlite.prepare('DELETE FROM record_revision WHERE n <= ? OR n > ?');
  const see = sqlite.prepare('UPDATE record_mirror SET seen_at = ?, clock_offset = ?');
  return {
    read: () => {
      const row = one.get();
      if (row === undefined) return undefined;
      return {
        record: String(row.record),
        desk: String(row.desk),
        former: textOr(row.former),
        place: textOr(row.place),
        revision: Number(row.revision),
        version: Number(row.version),
        revisionId: textOr(row.revision_id),
        seenAt: Number(row.seen_at),
        clockOffset: Number(row.clock_offset),
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
    see: (seenAt, clockOffset) => {
      see.run(seenAt, clockOffset);
    },
    advance: (revision, seenAt, ids = []) => {
      advance.run(revision, seenAt);
      for (const [n, id] of ids) identify.run(n, id);
      forget.run(revision - KNOWN, revision);
    },
    settle: (place, desk) => {
      if (desk === undefined) sqlite.prepare('UPDATE record_mirror SET place = ?').run(place);
      else sqlite.prepare('UPDATE record_mirror SET place = ?, former = desk, desk = ?').run(place, desk);
    },
    identify: ([n, id]) => {
      identify.run(n, id);
    },
    filled: version => {
      sqlite.prepare('UPDATE record_mirror SET version = ?').run(version);
    },
    end: () => {
      sqlite.exec('DELETE FROM record_mirror; DELETE FROM record_revision');
    },
  };
}

function columnsOf({ url, ca, signIn, connection = null, certificateUntil = null }: RecordReach) {
  return [url, ca, signIn, connection, certificateUntil] as const;
}
