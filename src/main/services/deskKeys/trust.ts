import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Database } from '../../base/store/transactions.ts';
import type { Activity } from '../activity/activity.ts';
import type { NamedDesk } from './deskKeys.ts';
import { publishStatement, readKeys } from './foundKeys.ts';
import type { Keyring, KnownKey } from './keyring.ts';
import { digitsOf, fingerprintOf, isFingerprint, type PublicKey } from './publicKey.ts';
import type { Ring } from './ring.ts';

export interface TrustParts {
  readonly database: Database;
  readonly ring: Ring;
  readonly activity: () => Pick<Activity, 'recordIn' | 'note'>;
}

/** Lets a desk receive secrets. @throws KeydeskError record-fingerprint-wrong, record-key-missing, record-key-removed */
export async function trustDesk(
  { database, ring, activity }: TrustParts,
  desk: NamedDesk,
  digits: string,
): Promise<void> {
  const keys = await neededKeys(ring);
  const found = (await readKeys(database, keys.own.record)).filter(({ key }) => key.desk === desk.id);
  const match = found.find(each => isFingerprint(digits, each.fingerprint));
  // SECURITY: somebody with the password of the database can add a key. Only the desk itself shows the digits of its own one.
  if (match === undefined || match.fingerprint === fingerprintOf(keys.own))
    throw new KeydeskError('record-fingerprint-wrong', { desk: desk.name });
  const { fingerprint, key, hasLeft } = match;
  const before = keys.known.find(each => fingerprintOf(each.key) === fingerprint);
  if (hasLeft || before?.isRemoved === true) throw new KeydeskError('record-key-removed', { desk: desk.name });
  await database.write(async transaction => {
    await publishStatement(transaction, keys, { says: 'trust', about: fingerprint });
    const facts = { name: desk.name, fingerprint: digitsOf(fingerprint) };
    await activity().recordIn(transaction, { kind: 'record-desk-trusted', facts });
  });
  // Afterwards, so that a desk whose role may not write trusts nobody without a trace.
  await ring.change(now => withKnown(now, key, { isRemoved: false }));
  activity().note();
}

/**
 * Seals nothing for a desk any more. Returns the ids of the desks that it has introduced. They stay, and this desk says so itself, because those that join later do not hear the removed one.
 * @throws KeydeskError record-key-missing
 */
export async function removeDesk({ database, ring, activity }: TrustParts, desk: NamedDesk): Promise<string[]> {
  const keys = await neededKeys(ring);
  const ownPrint = fingerprintOf(keys.own);
  const found = (await readKeys(database, keys.own.record)).map(({ key }) => key);
  const all = new Map([...found, ...keys.known.map(({ key }) => key)].map(key => [fingerprintOf(key), key]));
  const removed = [...all].filter(([print, key]) => key.desk === desk.id && print !== ownPrint);
  const introduced = keys.known.filter(
    ({ key, via, isRemoved }) => !isRemoved && key.desk !== desk.id && removed.some(([print]) => print === via),
  );
  // SECURITY: this desk remembers it first, because a thief can delete the statement in the database.
  await ring.change(now => removed.reduce((next, [, key]) => withKnown(next, key, { isRemoved: true }), now));
  await database.write(async transaction => {
    for (const [about] of removed) await publishStatement(transaction, keys, { says: 'remove', about });
    for (const { key } of introduced)
      await publishStatement(transaction, keys, { says: 'trust', about: fingerprintOf(key) });
    await activity().recordIn(transaction, { kind: 'record-desk-removed', facts: { name: desk.name } });
  });
  activity().note();
  return introduced.map(({ key }) => key.desk);
}

/** @throws KeydeskError record-key-missing */
async function neededKeys(ring: Ring): Promise<Keyring> {
  const keys = await ring.read();
  if (keys === undefined) throw new KeydeskError('record-none', {});
  if (typeof keys === 'string') throw new KeydeskError('record-key-missing', { reason: keys });
  return keys;
}

/** Returns a keyring that knows a key, confirmed here unless another desk confirmed it before. */
function withKnown(ring: Keyring, key: PublicKey, { isRemoved }: Pick<KnownKey, 'isRemoved'>): Keyring {
  const print = fingerprintOf(key);
  const others = ring.known.filter(each => fingerprintOf(each.key) !== print);
  return { ...ring, known: [...others, { key, via: fingerprintOf(ring.own), isRemoved }] };
}
