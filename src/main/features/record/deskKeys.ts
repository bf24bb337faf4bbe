import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordDeskKey, RecordState, TrustDesk } from '../../../contract/record/schema.ts';
import { connect, disconnect } from '../../base/record/connect.ts';
import { recordError } from '../../base/record/trouble.ts';
import type { DeskKey, NamedDesk } from '../../services/deskKeys/deskKeys.ts';
import { targetOf } from '../../services/record/means.ts';
import { listedDesks } from './listedDesks.ts';
import type { RecordFeatureParts } from './record.ts';

/** The name of the sealer with KEYDESK_SEALING_KEY (services/auth/keySealer.ts). */
const BY_PASSPHRASE = 'key';

/** Returns what this desk shows for others to compare. */
export async function secretsOf({ deskKeys }: Pick<RecordFeatureParts, 'deskKeys'>): Promise<RecordState['secrets']> {
  const own = await deskKeys.own();
  if (own === undefined) return null;
  return 'keyless' in own
    ? { fingerprint: null, keyless: own.keyless }
    : { fingerprint: own.fingerprint, keyless: null };
}

/** Returns the keys of one desk. @param desks All desks, for their names */
export function keysOf(desk: string, keys: readonly DeskKey[], desks: readonly NamedDesk[]): RecordDeskKey[] {
  return keys
    .filter(key => key.desk === desk)
    .map(({ holder, standing, confirmedBy, trustsThis }) => ({
      holder: holder === BY_PASSPHRASE ? 'passphrase' : 'keyring',
      standing,
      confirmedBy: confirmedBy && (desks.find(({ id }) => id === confirmedBy)?.name ?? confirmedBy),
      trustsThis,
    }));
}

/**
 * Lets a desk receive secrets, because a person has compared its fingerprint.
 * @throws KeydeskError record-none, record-desk-unknown; as DeskKeys.trust and recordError
 */
export async function trustDesk(parts: RecordFeatureParts, request: TrustDesk): Promise<{ name: string }> {
  const desk = await findDesk(parts, request.desk);
  await parts.deskKeys.trust(desk, request.fingerprint);
  return { name: desk.name };
}

/**
 * Seals nothing for a desk any more. Returns its name, and those of the desks that it has introduced.
 * @throws KeydeskError record-none, record-desk-unknown; as DeskKeys.remove and recordError
 */
export async function removeDesk(
  parts: RecordFeatureParts,
  named: string,
): Promise<{ name: string; introduced: string[] }> {
  const desk = await findDesk(parts, named);
  const introduced = await parts.deskKeys.remove(desk);
  const names = new Map((await readDesks(parts)).map(({ id, name }) => [id, name]));
  return { name: desk.name, introduced: [...new Set(introduced)].map(id => names.get(id) ?? id) };
}

/** Finds a listed desk by its id, or by its name if only one has it. */
async function findDesk(parts: RecordFeatureParts, named: string): Promise<NamedDesk> {
  const all = await readDesks(parts);
  const same = all.filter(({ name }) => name === named);
  const found = all.find(({ id }) => id === named) ?? (same.length === 1 ? same[0] : undefined);
  if (found === undefined) throw new KeydeskError('record-desk-unknown', { desk: named });
  return found;
}

/** @throws KeydeskError record-none; as recordError */
async function readDesks({ record, means, deskKeys }: RecordFeatureParts): Promise<NamedDesk[]> {
  const state = record.state();
  if (state === undefined) throw new KeydeskError('record-none', {});
  const target = targetOf(state.reach, means);
  await record.look();
  const keys = await deskKeys.all();
  try {
    const client = await connect(target);
    return await listedDesks(client, keys).finally(() => disconnect(client));
  } catch (error) {
    throw recordError(error, target.address);
  }
}
