import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { commandName } from '../../../ctap/ctap2/call.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import { KeySession } from '../../../ctap/session.ts';
import type { KeyConnection } from './keyConnection.ts';
import { withKeyErrors } from './keyErrors.ts';
import type { KeyHost } from './keyHost.ts';
import type { OpenKey } from './keys.ts';
import { type Chosen, isAlike, type Presence } from './presence.ts';

interface OpenContext {
  readonly keyHost: KeyHost;
  readonly presence: Presence;
}

interface ChosenKey {
  /** The key as it is listed now. */
  readonly summary: KeySummary;
  readonly chosen: Chosen;
  /** Whether this operation waited for another one to end. */
  readonly waited: boolean;
}

/**
 * Opens a key after its turn has come, and reads its getInfo.
 * @param endTurn Called when the key is closed
 * @throws KeydeskError key-…, cancelled
 */
export async function openChosen(
  { keyHost, presence }: OpenContext,
  { summary, chosen, waited }: ChosenKey,
  endTurn: () => void,
  signal: AbortSignal | undefined,
): Promise<OpenKey> {
  const { id } = summary;
  const options = signal ? { signal } : {};
  const connection = keyHost.openAhead(id, options);
  const { gone, unsubscribe } = watchGone(keyHost, summary, chosen);
  const counted = countedCbor(connection, () => presence.lost(id));
  let session: KeySession | undefined;
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    if (session !== undefined) presence.told(id, session.info);
    // Callers that wait for the result continue before the next turn begins.
    setImmediate(() => {
      connection.close();
      endTurn();
      unsubscribe();
    });
  };
  try {
    // getInfo is sent before the reply to the open arrives.
    const [opened, now] = await withKeyErrors(() =>
      Promise.all([KeySession.open({ cbor: counted.cbor }, options), connection.opened]),
    );
    presence.check(chosen, now ?? summary);
    presence.checkTold(chosen, waited, opened.info);
    session = opened;
    const end = () => {
      // SECURITY: the PIN state and the PIN/UV auth tokens are deleted with the connection.
      opened.close();
      close();
    };
    return { summary, session, connection, gone, transactions: counted.transactions, close: end };
  } catch (error) {
    close();
    throw error;
  }
}

/** Returns a signal that aborts when the key is removed. `unsubscribe` removes the listener. */
function watchGone(keyHost: KeyHost, summary: KeySummary, chosen: Chosen) {
  const gone = new AbortController();
  const unsubscribe = keyHost.onKeys(keys => {
    if (keys.some(key => key.id === summary.id && isAlike(key, summary))) return;
    // The list of a host that died is empty, even if its keys are still plugged in.
    const crashed = chosen.generation !== keyHost.generation();
    gone.abort(new KeydeskError(crashed ? 'key-host-crashed' : 'key-removed'));
  });
  return { gone: gone.signal, unsubscribe };
}

/**
 * Returns the connection as a transport of CTAP2 commands that counts them by name.
 * @param lost Called when the connection broke
 */
function countedCbor(connection: KeyConnection, lost: () => void) {
  const counts: Record<string, number> = {};
  return {
    cbor: async (payload: Uint8Array, options = {}) => {
      const name = commandName(payload);
      counts[name] = (counts[name] ?? 0) + 1;
      try {
        return await connection.transact({ name: 'cbor', payload }, options);
      } catch (error) {
        if (hasCtapCode(error, 'transport-closed')) lost();
        throw error;
      }
    },
    transactions: () => {
      const { CBOR: _, ...hid } = connection.counts().transactions;
      return { ...hid, ...counts };
    },
  };
}
