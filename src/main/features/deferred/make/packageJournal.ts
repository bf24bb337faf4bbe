import { randomUUID } from 'node:crypto';
import type { Journal } from '../../enrollment/journal.ts';
import type { EntryChange, JournalEntry } from '../../enrollment/journalEntry.ts';
import type { Attempt, PackageContent, PackageRow } from '../package/content.ts';
import type { OpenPackage } from '../package/packageFile.ts';

/**
 * The journal of enrollments in a package: the same entries in the same states as in the record (enrollment/journal.ts), so the ceremony, its
 * clean-up and its resumption are the same. Each state that must survive a crash is in the file before the key is asked.
 */
export function packageJournal({ content, save }: OpenPackage): Journal {
  const working = new Set<string>();
  const change = (id: string, to: EntryChange & Partial<Pick<Attempt, 'state' | 'error'>>) => {
    const attempt = find(content, id)?.attempt;
    // The package is open in this process alone, and nobody deletes an attempt that is worked on.
    if (attempt !== undefined) Object.assign(attempt, { ...to, updated_at: now() });
  };
  return {
    begin: async entry => {
      const row = content.rows.find(({ user }) => user.id === entry.user_id);
      if (row === undefined) throw new Error('the package has no such user');
      const attempt: Attempt = {
        ...NEW,
        ...entry,
        ...asText(entry),
        id: randomUUID(),
        started_at: now(),
        updated_at: now(),
      };
      row.attempts.push(attempt);
      working.add(attempt.id);
      // Nothing is on the key yet: the next state is written.
      return attempt.id;
    },
    advance: async (id, state, to = {}) => {
      change(id, { ...to, state, error: null });
      await save();
    },
    // There is no id of Entra yet. `credential-created` and `proven` say what is known.
    registered: async () => undefined,
    finish: async () => undefined,
    close: async (id, state, to) => {
      change(id, { ...to, state, error: null });
      working.delete(id);
      await save();
    },
    flush: async () => undefined,
    fail: async (id, state, failure, known = {}) => {
      const { method_id: _, ...columns } = known;
      change(id, { ...columns, state, error: JSON.stringify(failure) });
      // A failed write is repeated by the next one, which writes the whole content.
      await save().catch(() => undefined);
    },
    get: async id => toEntry(find(content, id)?.attempt),
    recovered: async () => [],
    registeredSince: async () => [],
    runsElsewhere: async () => false,
    // Entra has nothing yet. The upload registers only the passkey that was proven.
    unproven: async () => [],
    ofCredential: async (_, credentialId) =>
      toEntry(all(content).find(({ credential_id }) => credential_id !== null && isEqual(credential_id, credentialId))),
    leftPin: async () => false,
    isOnRecord: async (credentialId, exceptId) =>
      all(content).some(
        ({ id, state, credential_id }) =>
          id !== exceptId && state !== 'cleaned-up' && credential_id !== null && isEqual(credential_id, credentialId),
      ),
    abandoned: async () =>
      all(content)
        .filter(({ id, state }) => !working.has(id) && state !== 'cleaned-up' && !isMade(content, id))
        .flatMap(attempt => toEntry(attempt) ?? []),
    owes: () => false,
    claim: async ({ id }) => {
      if (working.has(id)) return false;
      working.add(id);
      return true;
    },
    release: async id => void working.delete(id),
  };
}

const NEW = {
  state: 'options-fetched',
  submission: 'none',
  pin_set: 0,
  creating: 0,
  credential_id: null,
  public_key: null,
  client_data_json: null,
  attestation_object: null,
  error: null,
} as const;

/** Columns of a new entry that may be missing. */
function asText({ key_identity, pin_set: _, creating: __, ...rest }: Parameters<Journal['begin']>[0] & EntryChange) {
  return { key_identity: key_identity ?? null, tenant: rest.tenant };
}

function all({ rows }: PackageContent): Attempt[] {
  return rows.flatMap(({ attempts }) => attempts);
}

function find({ rows }: PackageContent, id: string): { row: PackageRow; attempt: Attempt } | undefined {
  for (const row of rows) {
    const attempt = row.attempts.find(one => one.id === id);
    if (attempt !== undefined) return { row, attempt };
  }
  return undefined;
}

/** A proven passkey needs no further work. */
function isMade(content: PackageContent, id: string): boolean {
  return find(content, id)?.row.made?.attempt === id;
}

function toEntry(attempt: Attempt | undefined): JournalEntry | undefined {
  return (
    attempt && {
      ...attempt,
      instance: '',
      recovered: 0,
      method_id: null,
      owes_assignment: 0,
      away_since: 0,
      owed_key: null,
    }
  );
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function now(): string {
  return new Date().toISOString();
}
