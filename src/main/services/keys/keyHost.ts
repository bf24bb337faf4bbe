import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { PracticeState } from '../../../contract/practice/schema.ts';
import { fromHostFailure } from './hostFailure.ts';
import { startHostLife } from './hostLife.ts';
import { createHostRequests } from './hostRequests.ts';
import { type KeyConnection, type OpeningConnection, openConnection } from './keyConnection.ts';
import { createKeyList } from './keyList.ts';
import type { FromHost, HostConfiguration, KeyHostProcess, PracticeAction } from './protocol.ts';
import { createSettling } from './settling.ts';

/** The core's side of the key host. If the host crashes, running requests fail, and the host is restarted. */
export interface KeyHost {
  keys(): readonly KeySummary[];
  /** Returns why sources of keys cannot be used now. */
  problems(): readonly KeydeskError[];
  /**
   * Resolves when the running host has sent its first list of keys.
   * @throws KeydeskError key-host-crashed if repeated starts fail
   */
  ready(): Promise<void>;
  onKeys(listener: (keys: readonly KeySummary[]) => void): () => void;
  /** Lists keys now instead of waiting for a system event. Never rejects. */
  look(): Promise<void>;
  /** Returns how often the host has died. A key that was opened before the last death is lost. */
  generation(): number;
  open(keyId: string, options?: { signal?: AbortSignal }): Promise<KeyConnection>;
  /**
   * Opens a key without waiting for the reply. Requests may follow at once; if opening fails, they fail with the same
   * error.
   */
  openAhead(keyId: string, options?: { signal?: AbortSignal }): OpeningConnection;
  practice(): PracticeState | null;
  onPractice(listener: (state: PracticeState) => void): () => void;
  act(action: PracticeAction): Promise<void>;
  /** Cancels requests that wait on keys, and ends the host process without a restart. */
  close(): Promise<void>;
}

export function startKeyHost(spawn: () => KeyHostProcess, configuration: HostConfiguration): KeyHost {
  const list = createKeyList();
  const practice = createPracticeState();
  const settling = createSettling();
  const requests = createHostRequests(message => life.post(message));
  let nextConnection = 1;

  const receive = (message: FromHost) => {
    if (message.type === 'keys') {
      list.set(message.keys, (message.problems ?? []).map(fromHostFailure).filter(isKeydeskError));
    } else if (message.type === 'practice') practice.set(message.state);
    else if (message.type === 'settled') settling.end();
    else if (message.type !== 'ended') requests.receive(message);
  };
  const died = (detail: string, hopeless: boolean) => {
    // A key may still wait for a touch, which would do the work that was reported as failed. So the next host cancels
    // it first.
    if (nextConnection > 1 && !hopeless) settling.begin();
    requests.lost(detail, settling.promise());
    if (hopeless) settling.end();
    list.lost(hopeless ? detail : undefined);
  };
  const life = startHostLife(spawn, {
    greeting: { type: 'configure', configuration },
    onMessage: receive,
    onDeath: died,
  });
  const openAhead: KeyHost['openAhead'] = (keyId, options) =>
    openConnection(requests, nextConnection++, keyId, options);

  return {
    keys: list.keys,
    problems: list.problems,
    ready: list.ready,
    onKeys: list.onKeys,
    look: async () => {
      // A host that died is restarted, and lists the keys by itself.
      await requests.send(id => ({ type: 'look', id })).catch(() => undefined);
    },
    generation: requests.generation,
    open: async (keyId, options) => {
      const connection = openAhead(keyId, options);
      await connection.opened;
      return connection;
    },
    openAhead,
    practice: practice.get,
    onPractice: practice.onChange,
    act: async action => {
      await requests.send(id => ({ type: 'practice', id, action }));
    },
    close: async () => {
      requests.close();
      await settling.promise();
      await life.end();
      requests.lost('closed', undefined);
      list.close();
    },
  };
}

function createPracticeState() {
  const listeners = new Set<(state: PracticeState) => void>();
  let state: PracticeState | null = null;
  return {
    get: () => state,
    set: (next: PracticeState) => {
      state = next;
      for (const listener of listeners) listener(next);
    },
    onChange: (listener: (state: PracticeState) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function isKeydeskError(error: Error): error is KeydeskError {
  return error instanceof KeydeskError;
}
