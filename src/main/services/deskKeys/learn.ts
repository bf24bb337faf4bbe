import type { Selectable } from 'kysely';
import type { Keyring, KnownKey } from './keyring.ts';
import { fingerprintOf, type PublicKey } from './publicKey.ts';
import { isSigned, type Statement } from './statement.ts';
import type { DeskKeyTable } from './tables.ts';

/** The key of a desk as the record has it. Its fingerprint is that of its content. */
export interface FoundKey {
  readonly fingerprint: string;
  readonly key: PublicKey;
  readonly hasLeft: boolean;
}

/** A statement as the record has it. Nobody has checked it yet. */
export interface FoundStatement extends Statement {
  readonly signature: Uint8Array;
}

/** Reads keys of the record. SECURITY: a row whose content was changed has another fingerprint, and is left out. */
export function foundKeys(rows: readonly Selectable<DeskKeyTable>[], record: string): FoundKey[] {
  return rows.flatMap(({ fingerprint, desk, holder, box, signing, has_left }) => {
    const key = { record, desk, holder, box, signing };
    return fingerprintOf(key) === fingerprint ? [{ fingerprint, key, hasLeft: has_left !== 0 }] : [];
  });
}

/**
 * Returns the keys that a desk trusts, after it has read what other desks say. A statement counts if a key that is trusted now signed it, also if its desk has left. A removed key
 * introduces nobody any more. Those that it introduced before stay: a person sees them, and who introduced them.
 */
export function learned(
  keyring: Keyring,
  found: readonly FoundKey[],
  statements: readonly FoundStatement[],
): readonly KnownKey[] {
  const ownPrint = fingerprintOf(keyring.own);
  const known = new Map(keyring.known.map(each => [fingerprintOf(each.key), each]));
  const byPrint = new Map(found.map(each => [each.fingerprint, each.key]));
  const authorOf = (by: string) => (by === ownPrint ? keyring.own : trusted(known.get(by)));
  const valid = ({ signature, ...statement }: FoundStatement) => {
    const author = authorOf(statement.by);
    return author !== undefined && isSigned(statement, author.signing, signature);
  };
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const statement of statements) {
      const { says, about, by } = statement;
      const before = known.get(about);
      const key = before?.key ?? byPrint.get(about);
      const isKnown = says === 'trust' ? before !== undefined : before?.isRemoved === true;
      if (key === undefined || isKnown || about === ownPrint || !valid(statement)) continue;
      known.set(about, { key, via: before?.via ?? by, isRemoved: says === 'remove' });
      isNew = true;
    }
  }
  return [...known.values()];
}

function trusted(known: KnownKey | undefined): PublicKey | undefined {
  return known === undefined || known.isRemoved ? undefined : known.key;
}
