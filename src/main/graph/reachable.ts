import { type Connection, rootOf } from './connection.ts';

/** Nobody who only looks at what is here waits longer, in ms. */
const PATIENCE = 4000;

/** Whether the connection's address answers at all; what it answers does not matter. SECURITY: no token is sent. */
export async function isReachable(connection: Connection): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(rootOf(connection), { method: 'HEAD', redirect: 'manual', signal });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
