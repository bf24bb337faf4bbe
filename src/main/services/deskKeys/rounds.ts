import { toFailure } from '../../../contract/errors/failure.ts';
import { Queue } from '../../base/store/queue.ts';
import type { Database } from '../../base/store/transactions.ts';
import type { SharedRecord } from '../record/sharedRecord.ts';
import { markOf, readCopies } from './copies.ts';
import { forgetKeys, publishKey, readKeys, readStatements } from './foundKeys.ts';
import type { Keyring } from './keyring.ts';
import { learned } from './learn.ts';
import { fingerprintOf } from './publicKey.ts';
import { recipientsOf } from './recipients.ts';
import type { Ring } from './ring.ts';
import { addCopies, openCopy } from './sealCopies.ts';
import { eachPiece, hasCopy, lacksCopy, type SecretRow, type SharedSecrets } from './sharedSecrets.ts';

export interface RoundParts {
  readonly database: Database;
  readonly record: Pick<SharedRecord, 'state' | 'sight' | 'onReached'>;
  /** Whether this Keydesk ends after one command. It then works once more at its end. */
  readonly isCommand: boolean;
  readonly log: (message: string) => void;
  readonly ring: Ring;
  readonly secrets: readonly SharedSecrets[];
}

/** Publishes the keys of this desk, learns those of others, and seals for them what they lack. */
export interface Rounds {
  /** Whether the role of this desk may publish its keys; undefined before the first attempt. */
  readonly mayPublish: boolean | undefined;
  /** Does everything that is due, if the record has something new. Never rejects. */
  due(): Promise<void>;
  /** Does it in any case. Never rejects. */
  now(): Promise<void>;
  /** Seals here what was sealed for this desk by others, after it has left a record. Never rejects. */
  settle(): Promise<void>;
  /** Ends the work in the background, because this desk leaves the record. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** How often to look whether the record has something new, in ms. */
const EVERY = 2000;
/** How often to look through all secrets while the recipients stay the same, in ms. */
const COPY_EVERY = 10_000;

export function openRounds(parts: RoundParts): Rounds {
  const { record, ring, log, isCommand } = parts;
  const turn = new Queue();
  /** Rows that this desk could not open, as they were. */
  const unopened = new Set<string>();
  let doneAt: number | undefined;
  let mayPublish: boolean | undefined;
  let isStopped = false;
  let saidWhy: string | undefined;
  /** For which keys all secrets were looked through, and when, by the clock of this process. */
  let [copiedFor, copiedAt] = ['', 0];

  const works = () => record.sight?.isReachable === true && record.sight.trouble === undefined;
  const once = async () => {
    const revision = record.state()?.revision;
    if (isStopped || revision === undefined || !works() || revision === doneAt) return;
    ring.reload();
    const keys = await ring.read();
    if (typeof keys === 'object') {
      await publish(parts, keys);
      mayPublish = true;
      if (await learn(parts, keys)) unopened.clear();
      const recipients = await present(parts);
      const isDue = recipients.join() !== copiedFor || performance.now() - copiedAt > COPY_EVERY;
      // Each desk seals a new secret for all at once. Only those of an older desk, or of one that has joined, wait for this.
      if (!isDue) return;
      await copyAll(parts, unopened);
      [copiedFor, copiedAt] = [recipients.join(), performance.now()];
    }
    // The revision of the beginning: others may have written since. If only this round has, the next one finds nothing to do.
    doneAt = revision;
    saidWhy = undefined;
  };
  const run = () =>
    turn.run(async () => {
      try {
        await once();
      } catch (error) {
        const { code } = toFailure(error);
        const why = code === 'internal' ? String(error) : code;
        if (why !== saidWhy) log(`record: secrets for other desks wait (${why})`);
        saidWhy = why;
        if (code !== 'record-right-missing') return;
        mayPublish = false;
        // A role gets rights rarely. The next change of the record is early enough.
        doneAt = record.state()?.revision;
      }
    });
  const settle = () =>
    turn.run(async () => {
      try {
        const keys = await ring.leftOver();
        if (keys === undefined) return;
        for (const secrets of parts.secrets) await keepAll(secrets, keys);
        await parts.database.write(forgetKeys);
        await ring.forget();
      } catch (error) {
        log(`record: secrets of a former record are not settled yet (${String(error)})`);
      }
    });
  const forgetReached = record.onReached(() => void run());
  const timer = setInterval(() => void run(), EVERY).unref();
  const stop = async () => {
    isStopped = true;
    clearInterval(timer);
    forgetReached();
    await turn.idle();
  };
  if (record.state() === undefined) void settle();
  return {
    get mayPublish() {
      return mayPublish;
    },
    due: run,
    now: async () => {
      [doneAt, copiedFor] = [undefined, ''];
      await run();
    },
    settle,
    stop,
    close: async () => {
      if (isCommand) await run();
      await stop();
    },
  };
}

/** Adds the key of this desk to the record, unless it is there. @throws KeydeskError as Database.write */
async function publish({ database }: RoundParts, keys: Keyring): Promise<void> {
  const print = fingerprintOf(keys.own);
  const found = await readKeys(database, keys.own.record);
  const isThere = found.some(({ fingerprint, hasLeft }) => fingerprint === print && !hasLeft);
  if (!isThere) await database.write(transaction => publishKey(transaction, keys));
}

/** Returns whether this desk trusts other keys than before. */
async function learn({ database, ring }: RoundParts, keys: Keyring): Promise<boolean> {
  const { record } = keys.own;
  const [found, statements] = [await readKeys(database, record), await readStatements(database, record)];
  const text = (all: Keyring['known']) => all.map(({ key, isRemoved }) => `${fingerprintOf(key)} ${isRemoved}`).join();
  if (text(learned(keys, found, statements)) === text(keys.known)) return false;
  await ring.change(now => ({ ...now, known: [...learned(now, found, statements)] }));
  return true;
}

/** Returns the fingerprints of all for whom this desk seals. */
async function present({ database, ring }: RoundParts): Promise<string[]> {
  const keys = await ring.read();
  return typeof keys === 'object' ? (await recipientsOf(database, keys)).map(fingerprintOf) : [];
}

/** Seals the secrets that this desk can open for all who may receive them and have no copy yet. */
async function copyAll({ database, ring, secrets: all }: RoundParts, unopened: Set<string>): Promise<void> {
  const keys = await ring.read();
  if (typeof keys !== 'object') return;
  const recipients = await recipientsOf(database, keys);
  const prints = recipients.map(fingerprintOf);
  for (const secrets of all) {
    await eachPiece(secrets, lacksCopy(prints), async rows => {
      const sealed = new Map<SecretRow, string>();
      for (const row of rows) {
        const text = await opened(secrets, keys, row, unopened);
        if (text !== undefined) sealed.set(row, await addCopies(keys, recipients, row, text));
      }
      if (sealed.size === 0) return;
      await database.write(async transaction => {
        for (const [row, copies] of sealed) await secrets.writeCopies(transaction, row, copies);
      });
    });
  }
}

async function opened(
  secrets: SharedSecrets,
  keys: Keyring,
  row: SecretRow,
  unopened: Set<string>,
): Promise<string | undefined> {
  const version = `${row.name} ${markOf(row.sealed)} ${row.copies.length}`;
  if (unopened.has(version)) return undefined;
  const copy = await openCopy(keys, row);
  const text = 'text' in copy ? copy.text : isOfOthers(keys, row) ? undefined : await secrets.openHere(row);
  if (text === undefined) unopened.add(version);
  return text;
}

/** Whether another desk has sealed a secret for itself and others. Trying to unseal its own form here takes a key derivation for each of its runs. */
function isOfOthers({ own }: Keyring, { sealed, copies }: SecretRow): boolean {
  const ownPrint = fingerprintOf(own);
  return Object.values(readCopies(copies, markOf(sealed)).for).some(({ by }) => by !== ownPrint);
}

/** Seals here what only a copy has. */
async function keepAll(secrets: SharedSecrets, keys: Keyring): Promise<void> {
  await eachPiece(secrets, hasCopy(fingerprintOf(keys.own)), async rows => {
    for (const row of rows) {
      if ((await secrets.openHere(row)) !== undefined) continue;
      const copy = await openCopy(keys, row);
      if ('text' in copy) await secrets.keepHere(row, copy.text);
    }
  });
}
