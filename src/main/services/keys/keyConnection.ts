import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { HostRequests, TransactOptions } from './hostRequests.ts';
import type { ConnectionCounts, HostCommand } from './protocol.ts';

/** An open key: a CTAPHID channel in the key host. It throws CtapErrors, or KeydeskErrors of the host itself. */
export interface KeyConnection {
  readonly keyId: string;
  transact(command: HostCommand, options?: TransactOptions): Promise<Uint8Array>;
  counts(): ConnectionCounts;
  close(): void;
}

export interface OpeningConnection extends KeyConnection {
  /** The key that was opened; undefined if the host does not report it. */
  readonly opened: Promise<KeySummary | undefined>;
}

/**
 * Opens a key without waiting for the reply. Requests may follow at once; if opening fails, they fail with the same
 * error.
 * @param connection A number that no other connection has
 */
export function openConnection(
  requests: HostRequests,
  connection: number,
  keyId: string,
  options: { signal?: AbortSignal } = {},
): OpeningConnection {
  const born = requests.generation();
  let counts: ConnectionCounts = { transactions: {}, reports: { out: 0, in: 0, keepalive: 0 } };
  const opened = requests
    .send(id => ({ type: 'open', id, connection, keyId }), options)
    .then(reply => {
      counts = reply.counts ?? counts;
      return reply.key;
    });
  return {
    keyId,
    opened,
    transact: async (command, transactOptions) => {
      if (born !== requests.generation()) throw new KeydeskError('key-host-crashed');
      const answer = await requests.send(id => ({ type: 'transact', id, connection, command }), transactOptions);
      counts = answer.counts ?? counts;
      return answer.payload ?? new Uint8Array();
    },
    counts: () => counts,
    close: () => {
      if (born === requests.generation()) requests.tell({ type: 'close', connection });
    },
  };
}
