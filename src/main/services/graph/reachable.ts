import type { Network } from '../network/network.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';

/** Longest wait of a person who only looks at what is here, in ms. */
const PATIENCE = 4000;

/** Whether the connection's address answers at all; what it answers does not matter. SECURITY: no token is sent. */
export async function isReachable(target: GraphTarget, network: Network): Promise<boolean> {
  try {
    await network.exchange({ url: new URL(rootOf(target)), method: 'HEAD', timeout: PATIENCE, most: 0 });
    return true;
  } catch {
    return false;
  }
}
