import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { commandName } from '../../../ctap/ctap2/call.ts';
import { hasCtapCode } from '../../../ctap/errors.ts';
import { KeySession } from '../../../ctap/session.ts';
import { keyDetails } from './details.ts';
import { withKeyErrors } from './keyErrors.ts';
import type { KeyConnection, KeyHost } from './keyHost.ts';
import { type Chosen, isAlike, watchPresence } from './presence.ts';
import { createTurns } from './turns.ts';

/**
 * A plugged-in key with a CTAP2 session on it. `gone` aborts with `key-removed` when the key leaves the list or another one takes its place in it, and with
 * `key-host-crashed` when the key host dies.
 */
export interface OpenKey {
  readonly summary: KeySummary;
  readonly session: KeySession;
  readonly connection: KeyConnection;
  readonly gone: AbortSignal;
  /** Transactions so far, by CTAPHID or CTAP2 command name. */
  transactions(): Record<string, number>;
  close(): void;
}

/** The keys on this computer, by their id while plugged in. */
export interface Keys {
  /**
   * The one to use: the named one, or the only one there is.
   * @throws KeydeskError no-key, several-keys, key-not-found
   */
  choose(keyId: string | undefined): Promise<KeySummary>;
  list(): Promise<readonly KeySummary[]>;
  /**
   * Opens a key and reads its getInfo. Two at once would disturb each other, so the second waits until the first has closed it,
   * and fails if another key is at that address by then.
   * @throws KeydeskError key-…, e.g. key-not-fido2 for a U2F-only key, key-changed
   */
  open(keyId: string | undefined, signal?: AbortSignal): Promise<OpenKey>;
  /** Opens a key for one piece of work and closes it after. */
  use<T>(keyId: string | undefined, work: (key: OpenKey) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * As `use`, for a question that changes nothing. When `signal` aborts, the key is closed at once, so that the next caller does not wait
   * for an answer that is no longer wanted.
   */
  ask<T>(keyId: string | undefined, question: (key: OpenKey) => Promise<T>, signal?: AbortSignal): Promise<T>;
  details(keyId: string | undefined, signal?: AbortSignal): Promise<KeyDetails>;
  /** Whether that key is open now, so that the next open would wait. */
  busy(keyId: string): boolean;
  /** Call after a reset: what the key told before no longer identifies it. */
  forget(keyId: string): void;
}

/** The problem of the source that this key would come from; undefined if there is none. */
function problemOf(keyHost: KeyHost, keyId: string): KeydeskError | undefined {
  return keyHost.problems().find(({ params }) => keyId.split(':')[0] === params.source);
}

export function createKeys(keyHost: KeyHost): Keys {
  const turns = createTurns();
  const presence = watchPresence(keyHost);
  const choose = async (keyId: string | undefined): Promise<KeySummary> => {
    await keyHost.ready();
    const keys = keyHost.keys();
    const [first] = keys;
    if (keyId !== undefined) {
      const named = keys.find(key => key.id === keyId);
      if (named === undefined) throw problemOf(keyHost, keyId) ?? new KeydeskError('key-not-found', { keyId });
      return named;
    }
    if (first === undefined) throw keyHost.problems()[0] ?? new KeydeskError('no-key');
    if (keys.length > 1) throw new KeydeskError('several-keys', { count: keys.length });
    return first;
  };
  const present = (id: string) => keyHost.keys().find(key => key.id === id);

  const open = async (keyId: string | undefined, signal?: AbortSignal): Promise<OpenKey> => {
    const chosen = presence.note(await choose(keyId));
    const { id } = chosen.summary;
    const waits = turns.isTaken(id);
    const endTurn = await turns.take(id, signal);
    let summary: KeySummary;
    try {
      summary = presence.check(chosen, present(id));
    } catch (error) {
      endTurn();
      throw error;
    }
    return openChosen(summary, chosen, waits, endTurn, signal);
  };

  const openChosen = async (
    summary: KeySummary,
    chosen: Chosen,
    waited: boolean,
    endTurn: () => void,
    signal: AbortSignal | undefined,
  ): Promise<OpenKey> => {
    const { id } = summary;
    const options = signal ? { signal } : {};
    const connection = keyHost.openAhead(id, options);
    const gone = new AbortController();
    const unsubscribe = keyHost.onKeys(keys => {
      if (keys.some(key => key.id === id && isAlike(key, summary))) return;
      // The list of a host that died is empty, wherever its keys are.
      const crashed = chosen.generation !== keyHost.generation();
      gone.abort(new KeydeskError(crashed ? 'key-host-crashed' : 'key-removed'));
    });
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
      const counts: Record<string, number> = {};
      const cbor = async (payload: Uint8Array, options = {}) => {
        const name = commandName(payload);
        counts[name] = (counts[name] ?? 0) + 1;
        try {
          return await connection.transact({ name: 'cbor', payload }, options);
        } catch (error) {
          if (hasCtapCode(error, 'transport-closed')) presence.lost(id);
          throw error;
        }
      };
      const transactions = () => {
        const { CBOR: _, ...hid } = connection.counts().transactions;
        return { ...hid, ...counts };
      };
      // getInfo is on its way before the channel is there.
      const [opened, now] = await withKeyErrors(() =>
        Promise.all([KeySession.open({ cbor }, options), connection.opened]),
      );
      presence.check(chosen, now ?? summary);
      presence.checkTold(chosen, waited, opened.info);
      session = opened;
      const end = () => {
        // SECURITY: what was known of PIN and tokens goes with the key.
        opened.close();
        close();
      };
      return { summary, session, connection, gone: gone.signal, transactions, close: end };
    } catch (error) {
      close();
      throw error;
    }
  };

  const use: Keys['use'] = async (keyId, work, signal) => {
    const key = await open(keyId, signal);
    try {
      return await work(key);
    } finally {
      key.close();
    }
  };

  const ask: Keys['ask'] = (keyId, question, signal) =>
    use(
      keyId,
      async key => {
        const leave = () => key.close();
        signal?.addEventListener('abort', leave, { once: true });
        try {
          return await question(key);
        } finally {
          signal?.removeEventListener('abort', leave);
        }
      },
      signal,
    );

  return {
    choose,
    list: async () => {
      await keyHost.ready();
      return keyHost.keys();
    },
    open,
    use,
    ask,
    busy: turns.isTaken,
    forget: presence.forget,
    details: (keyId, signal) => ask(keyId, key => withKeyErrors(() => keyDetails(key.summary, key.session)), signal),
  };
}
