import { randomUUID } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordUpgraded, RecordUpgradeRequest } from '../../../contract/record/schema.ts';
import { addressText, parseAddress } from '../../base/record/address.ts';
import { connect, disconnect, type RecordTarget } from '../../base/record/connect.ts';
import { recordError } from '../../base/record/trouble.ts';
import { upgradeRecord } from '../../base/record/upgrade/upgrade.ts';
import { targetOf } from '../../services/record/sharedRecord.ts';
import type { RecordFeatureParts } from './record.ts';

/**
 * Upgrades a record to the version of this Keydesk: that of this desk, or the one of an address. Only the owner of its tables may, and a desk does not sign in as the owner usually.
 * @throws KeydeskError record-none, record-url-invalid; as upgradeRecord and recordError
 */
export async function upgrade(parts: RecordFeatureParts, request: RecordUpgradeRequest): Promise<RecordUpgraded> {
  const { migrations, names, station, record } = parts;
  const state = record.state();
  const target = targetOfRequest(parts, request);
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
    throw recordError(error, target.address);
  } finally {
    await disconnect(client);
  }
}

function targetOfRequest(
  { record, vault }: RecordFeatureParts,
  { url, password, ca }: RecordUpgradeRequest,
): RecordTarget {
  const reach = record.state()?.reach;
  if (url !== undefined) {
    const signIn = password === undefined ? 'none' : 'password';
    const own = { url: addressText(parseAddress(url)), ca: ca ?? reach?.ca ?? null, signIn } as const;
    return targetOf(own, { read: async () => password });
  }
  if (reach === undefined) throw new KeydeskError('record-none', {});
  return targetOf(ca === undefined ? reach : { ...reach, ca }, vault);
}
