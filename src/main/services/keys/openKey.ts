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
  /** Whether another operation had to end first. */
  readonly waited: boolean;
}

/**
 * Opens a key whose turn it is, and reads its getInfo.
 * @param endTurn called when the key is closed
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
    // Whoever waits for what was done with the key is answered first.
    setImmediate(() => {
      connection.close();
      endTurn();
      unsubscribe();
    });
  };
  try {
    // getInfo is on its way before the channel is there.
    const [opened, now] = await withKeyErrors(() =>
      Promise.all([KeySession.open({ cbor: counted.cbor }, options), connection.opened]),
    );
    presence.check(chosen, now ?? summary);
    presence.checkTold(chosen, waited, opened.info);
    session = opened;
    const end = () => {
      // SECURITY: what was known of PIN and tokens goes with the key.
      opened.close();
      close();
    };
    return { summary, session, connection, gone, transactions: counted.transactions, close: end };
  } catch (error) {
    close();
    throw error;
  }
}

/** Returns the signal that aborts when the key is gone. `unsubscribe` ends watching. */
function watchGone(keyHost: KeyHost, summary: KeySummary, chosen: Chosen) {
  const gone = new AbortController();
  const unsubscribe = keyHost.onKeys(keys => {
    if (keys.some(key => key.id === summary.id && isAlike(key, summary))) return;
    // The list of a host that died is empty, wherever its keys are.
    const crashed = chosen.generation !== keyHost.generation();
    gone.abort(new KeydeskError(crashed ? 'key-host-crashed' : 'key-removed'));
  });
  return { gone: gone.signal, unsubscribe };
}

/** Returns the connection as a transport of CTAP2 commands that counts them by name. @param lost called when the connection broke */
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
