import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../contract/contract.ts';
import { timeText } from '../contract/text/times.ts';
import type { Core } from '../main/app/core.ts';
import { wordsOf } from '../words/say.ts';
import { tell } from './output.ts';

/** How long a command waits for what other desks have recorded, in ms. */
const PATIENCE = 10_000;

/**
 * Waits until this desk has what other desks of a shared record have recorded: a window follows the record, a command begins with what the last one saw. If
 * the record is away, says as of when the desk knows it.
 */
export async function followRecord(core: Pick<Core, 'followed'>, client: ContractRouterClient<Contract>) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), PATIENCE);
  });
  const first = await Promise.race([core.followed, late]).finally(() => clearTimeout(timer));
  const { asOf, reachable } = await client.record.sight();
  if (asOf !== null && (first === 'late' || !reachable))
    tell(wordsOf('commandLine').recordAsOf({ time: timeText(asOf) }));
}
