import type { NotOpened, SealedSecret } from './sealCopies.ts';
import type { SharedSecrets } from './sharedSecrets.ts';

/** Why a desk has no keys. `rightless`: its role in the database may not add any. */
export const keylessReasons = ['sealerless', 'station', 'locked', 'rightless', 'away'] as const;
export type Keyless = (typeof keylessReasons)[number];

/** How a key stands at this desk. `waiting`: nobody has confirmed its fingerprint to this desk. */
export type KeyStanding = 'own' | 'trusted' | 'waiting' | 'removed' | 'left';

/** A key of a desk of the record. */
export interface DeskKey {
  readonly fingerprint: string;
  readonly desk: string;
  readonly holder: string;
  readonly standing: KeyStanding;
  /** The desk that confirmed it; null if nobody did. */
  readonly confirmedBy: string | null;
  /** Whether its desk seals secrets for this one. */
  readonly trustsThis: boolean;
}

/** The keys by which the desks of a record seal secrets for each other. Without a shared record, nothing here does anything. */
export interface DeskKeys {
  /** Seals a secret for all desks that may receive secrets. Returns the text of the column `copies`. */
  seal(secret: Omit<SealedSecret, 'copies'>, text: string): Promise<string>;
  /** Opens a secret that was sealed for this desk. */
  open(secret: SealedSecret): Promise<{ readonly text: string } | { readonly why: NotOpened }>;
  /** Publishes the key of this desk, and learns of others, as far as that is due. Never rejects. */
  refresh(): Promise<void>;
  /** Returns the fingerprint of this desk, or why it has none; undefined if no record is shared. */
  own(): Promise<{ readonly fingerprint: string } | { readonly keyless: Keyless } | undefined>;
  /** Returns the keys of all desks, as the copy of the record has them. */
  all(): Promise<DeskKey[]>;
  /**
   * Lets a desk receive secrets, because a person has compared the fingerprint.
   * @param digits The fingerprint as the other desk shows it
   * @throws KeydeskError record-fingerprint-wrong, record-key-missing, record-key-removed; as Database.write
   */
  trust(desk: NamedDesk, digits: string): Promise<void>;
  /** Seals nothing for a desk any more. Returns the ids of the desks that it has introduced. @throws KeydeskError record-key-missing; as Database.write */
  remove(desk: NamedDesk): Promise<string[]>;
  /** Says in the record that the keys of this desk are not used any more. Returns whether it could. Call before the desk leaves. Never rejects. */
  leaving(): Promise<boolean>;
  /** Seals here what other desks have sealed for this one, after it has left the record. */
  left(): Promise<void>;
  /** Begins to seal secrets of these tables for desks that lack them, in the background. */
  start(secrets: readonly SharedSecrets[]): void;
  close(): Promise<void>;
}

/** A desk, and its name for the activity log. */
export interface NamedDesk {
  readonly id: string;
  readonly name: string;
}
