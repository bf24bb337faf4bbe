import type { Failure } from '../../../contract/errors/failure.ts';
import type { Profile } from '../../../contract/profiles/schema.ts';
import type { OpenKey } from '../../services/keys/keys.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import type { NewJournalEntry } from './journalEntry.ts';
import type { Evidence } from './signIn.ts';

/** An enrollment whose journal entry was just written. */
export interface BegunEnrollment {
  /** The id of the journal entry. */
  readonly id: string;
  readonly entry: NewJournalEntry;
  /** The user and the key as a person knows them. The journal does not store them. */
  readonly whom: EnrolledFor | undefined;
}

export interface EnrolledFor {
  readonly displayName: string;
  /** Undefined if the key has none. */
  readonly serial: string | undefined;
  readonly product: string | undefined;
}

/** A PIN that Keydesk has set on a key in an enrollment that did not end, and still keeps. */
export interface KeptPin {
  readonly pin: string;
  /** Whether the key has the identity of that enrollment's key. Otherwise it only has the same model. */
  readonly certain: boolean;
  /** The id of the enrollment that has set it. A key that accepts the PIN is that of this enrollment, also if nothing else identifies it. */
  readonly enrollment: string;
  /** Called when the key has accepted the PIN and gets a passkey: it belongs to this enrollment from now on. */
  accepted(profile: Profile | null): Promise<void>;
}

/** The key of a kept PIN, as far as it can be recognized. */
export interface KeyOfPin {
  /** Undefined if nothing distinguishes it from others of its model. */
  readonly identity: string | undefined;
  readonly aaguid: string;
}

/**
 * What other features do while one enrollment runs. The enrollment calls them in this order. Inventory and
 * assignments implement it; app/tenantScope.ts joins them.
 */
export interface EnrollmentObserver {
  /** The key is open and has answered getInfo, a second time after a reset. The ceremony does not wait for it. Must not throw. */
  keyOpened?(key: OpenKey): void;
  /** Returns why the opened key must not be given to this user. Preflight asks while it evaluates the tenant's policy. */
  objection?(userId: string): Promise<Failure | undefined>;
  /** Returns a warning if a reset of the opened key would erase passkeys that are in use. */
  erasure?(): Promise<Failure | undefined>;
  /** Returns the PIN that Keydesk has set on a key with a PIN before, and kept. Preflight asks, and tries it (keptPin.ts). */
  keptPin?(key: KeyOfPin): Promise<KeptPin | undefined>;
  /** The journal entry is written. The ceremony does not wait for it. Must not throw. */
  begun?(begun: BegunEnrollment): void;
  /**
   * Resolves when the key may change: a shared record knows whose key it becomes, and no other desk has given it away since preflight. The ceremony waits
   * before it sets a first PIN, and before the key creates the credential (decision 80).
   * @throws KeydeskError record-…, key-belongs-to-another, key-reported-lost, key-retired
   */
  reserved?(): Promise<void>;
  /**
   * A random PIN is about to be set on the key. The ceremony waits, so that the PIN can be kept before the key has it. If it rejects, the key
   * stays as it is. Returns `lasting` if the PIN is kept also when this Keydesk ends.
   */
  pinDrawn?(pin: string, profile: Profile | null): Promise<'lasting' | undefined>;
  /**
   * The key has created the credential, and nothing is registered yet. With a shared record, resolves when other desks can recognize the key by it. The
   * ceremony waits. @throws KeydeskError record-…
   */
  made?(credentialId: Uint8Array): Promise<void>;
  /** The key has signed in with its new passkey. The journal is written after it. Must not throw. */
  proven?(enrollmentId: string, evidence: Evidence): void;
  /** The enrollment is over and its person knows how it ended. Must not throw. */
  ended?(end: CeremonyEnd): void;
}

/** Returns the first objection of all observers; undefined if there is none. */
export async function firstObjection(
  observers: readonly EnrollmentObserver[],
  userId: string,
): Promise<Failure | undefined> {
  const answers = await Promise.all(observers.map(observer => observer.objection?.(userId)));
  return answers.find(answer => answer !== undefined);
}

/** Returns the warnings of all observers about a reset of the opened key. */
export async function erasuresBy(observers: readonly EnrollmentObserver[]): Promise<Failure[]> {
  const answers = await Promise.all(observers.map(observer => observer.erasure?.()));
  return answers.filter(answer => answer !== undefined);
}
