import type { Network } from '../network/network.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';

/** Timeout in ms. It is short, because a person only checks the connection. */
const PATIENCE = 4000;

/** Returns whether the connection's address responds at all, with any response. SECURITY: no token is sent. */
export async function isReachable(target: GraphTarget, network: Network): Promise<boolean> {
  try {
    await network.exchange({ url: new URL(rootOf(target)), method: 'HEAD', timeout: PATIENCE, most: 0 });
    return true;
  } catch {
    return false;
  }
}
