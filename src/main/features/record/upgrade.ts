import { randomUUID } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordUpgraded, RecordUpgradeRequest } from '../../../contract/record/schema.ts';
import { connect, disconnect } from '../../base/record/connect.ts';
import { recordError } from '../../base/record/trouble.ts';
import { upgradeRecord } from '../../base/record/upgrade/upgrade.ts';
import { targetOf } from '../../services/record/means.ts';
import { type NewReach, reachOnce } from './reach.ts';
import type { RecordFeatureParts } from './record.ts';

/**
 * Upgrades a record to the version of this Keydesk: that of this desk, or the one of an address. Only the owner of its tables may, and a desk does not sign in as the owner usually.
 * @throws KeydeskError record-none; as reachOnce, upgradeRecord and recordError
 */
export async function upgrade(parts: RecordFeatureParts, request: RecordUpgradeRequest): Promise<RecordUpgraded> {
  const { migrations, names, station, record } = parts;
  const state = record.state();
  const { reach, means } = reachOf(parts, request);
  const target = targetOf(reach, means);
  const client = await connect(target);
  try {
    const done = await upgradeRecord(client, {
      migrations,
      names,
      station,
      record: state?.record,
      desk: state?.desk ?? randomUUID(),
    });
    await record.look();
    return { ...done, ungranted: [...done.ungranted] };
  } catch (error) {
    throw recordError(error, target.address, reach.signIn);
  } finally {
    await disconnect(client);
  }
}

function reachOf(parts: RecordFeatureParts, request: RecordUpgradeRequest): Pick<NewReach, 'reach' | 'means'> {
  const own = parts.record.state()?.reach;
  const { url } = request;
  // The owner signs in otherwise than this desk. Only the authorities are the same.
  if (url !== undefined) return reachOnce(parts, { ...request, url }, { url, ca: own?.ca ?? null, signIn: 'none' });
  if (own === undefined) throw new KeydeskError('record-none', {});
  return reachOnce(parts, { ...request, url: own.url }, own);
}
