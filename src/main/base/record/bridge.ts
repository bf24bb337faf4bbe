import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Failure, toFailure } from '../../../contract/errors/failure.ts';
import type { CapturedChanges } from './capture.ts';
import type { Lease } from './link.ts';
import type { RevisionId } from './state.ts';
import type { RecordTables } from './tables.ts';

/** How a thread, whose statements are synchronous, writes to the record: the core does it, and the thread waits. */
export interface RecordBridge {
  readonly port: MessagePort;
  /** One number that the core raises with each answer. */
  readonly signal: SharedArrayBuffer;
  readonly tables: RecordTables;
  /** The record's clock (`sharedClock`). */
  readonly clock: SharedArrayBuffer;
}

/** The lease of a thread. Its calls block the thread. @throws KeydeskError as Lease */
export interface ThreadLease {
  commit(changes: CapturedChanges): RevisionId;
  release(): void;
}

type Question = { readonly ask: 'lease' | 'release' } | { readonly ask: 'commit'; readonly changes: CapturedChanges };
type Answer = { readonly revision?: RevisionId | undefined; readonly failure?: Failure };

/** How long a thread waits for an answer, in ms. The core gives up earlier. */
const PATIENCE = 120_000;

/** Returns the bridge for a new thread. The core answers it until the thread ends. */
export function openBridge(
  lease: () => Promise<Lease>,
  { tables, clock }: Pick<RecordBridge, 'tables' | 'clock'>,
): RecordBridge {
  const { port1, port2 } = new MessageChannel();
  const signal = new SharedArrayBuffer(4);
  let open: Lease | undefined;
  const answerTo = async (question: Question): Promise<Answer> => {
    if (question.ask === 'lease') {
      open = await lease();
      return {};
    }
    if (question.ask === 'commit') return { revision: await open?.commit(question.changes) };
    await open?.release();
    open = undefined;
    return {};
  };
  port1.on('message', (question: Question) => {
    void answerTo(question)
      .catch(error => ({ failure: toFailure(error) }))
      .then(answer => {
        port1.postMessage(answer);
        Atomics.add(new Int32Array(signal), 0, 1);
        Atomics.notify(new Int32Array(signal), 0);
      });
  });
  // If a thread ends while it has the lease, others may write again.
  port1.on('close', () => void open?.release());
  port1.unref();
  return { port: port2, signal, tables, clock };
}

/** Waits for the right to write to the record. @throws KeydeskError as Lease */
export function leaseOver(bridge: RecordBridge): ThreadLease {
  ask(bridge, { ask: 'lease' });
  return {
    commit: changes => {
      const { revision } = ask(bridge, { ask: 'commit', changes });
      if (revision === undefined) throw new KeydeskError('internal');
      return revision;
    },
    release: () => void ask(bridge, { ask: 'release' }),
  };
}

function ask({ port, signal }: RecordBridge, question: Question): Answer {
  const raised = new Int32Array(signal);
  const before = Atomics.load(raised, 0);
  port.postMessage(question);
  if (Atomics.wait(raised, 0, before, PATIENCE) === 'timed-out') throw new KeydeskError('internal');
  const answer = receiveMessageOnPort(port)?.message as Answer | undefined;
  if (answer === undefined) throw new KeydeskError('internal');
  if (answer.failure !== undefined) throw new KeydeskError(answer.failure.code, answer.failure.params);
  return answer;
}
