import type { Command } from 'commander';
import type { LiveBatch, LiveKey } from '../../contract/batches/live.ts';
import { nameOf } from '../../contract/batches/nameOf.ts';
import { rowEndOf } from '../../contract/batches/rowEnd.ts';
import type { BatchRow } from '../../contract/batches/schema.ts';
import { openRows } from '../../contract/batches/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import type { Failure } from '../../contract/errors/failure.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import type { EnrollmentPlan } from '../../contract/profiles/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { waitLine } from '../followEnrollment.ts';
import { print, printOnce, tell } from '../output.ts';
import { askHidden, canAsk } from '../pinInput.ts';
import { isPracticeId } from '../practiceHands.ts';
import type { Session } from '../session.ts';
import { flag, type Given, needed, texts } from '../takes.ts';
import { allRows, printedRow, rowLines, tellInPart } from './batchRows.ts';
import { planLines } from './profileRows.ts';

const words = wordsOf('batchCommands');
/** A row that its key did not get done. */
const endWords = {
  failed: words.failed,
  skipped: words.skipped,
  refused: words.waitsAgain,
  waits: words.stillWaits,
} as const;
const enrollWords = wordsOf('commands').enroll;

/** Adds `keydesk batch run`, which gives each row its key. */
export function addBatchRun(batch: Command): void {
  const spec = { takes: takesRun(), recover: true, cleansUp: true };
  addCommand(batch, 'run', words.run, spec, async (session, options) => {
    const { id } = options;
    const { checkedInPart } = await session.client.batches.check({ id }, { signal: session.signal });
    if (checkedInPart > 0) tellInPart(await allRows(session, id));
    if (options.dryRun === true) await dryRun(session, options);
    else await run(session, options);
  });
}

function takesRun() {
  return {
    id: needed('<id>', words.id),
    key: texts('<key...>', words.key),
    dryRun: flag(words.dryRun),
  };
}

type RunOptions = Given<ReturnType<typeof takesRun>>;

/** Runs a batch until every row has ended. Exits with 1 if it was interrupted. */
async function run(session: Session, { id, key }: RunOptions): Promise<void> {
  const { client, signal } = session;
  const { practice } = await client.system.info();
  if (practice) await client.practice.insertFresh();
  await client.batches.start({ id, interactive: canAsk(), ...defined({ keys: key }) });
  const desk = new Desk(session, id, practice);
  try {
    for await (const live of await client.batches.watch({ id }, { signal })) if (await desk.follow(live)) break;
  } finally {
    // After a signal the core finishes the rows that have a key.
    await client.batches.pause({ id });
    await report(session, id, desk);
  }
}

/** The person and the keys at the desk, as far as a terminal can replace them. */
class Desk {
  /** The PINs that this Keydesk cannot keep, by row. SECURITY: in memory, until they are printed once. */
  readonly pins = new Map<string, string>();
  readonly #session: Session;
  readonly #id: string;
  readonly #practice: boolean;
  readonly #told = new Set<string>();
  readonly #asked = new Set<string>();

  constructor(session: Session, id: string, practice: boolean) {
    this.#session = session;
    this.#id = id;
    this.#practice = practice;
  }

  /** Tells what happens and what to do. Returns whether every row has ended. */
  async follow({ batch, keys, next, trouble, pinsLast }: LiveBatch): Promise<boolean> {
    const { counts } = batch;
    // Without a person, every further key would be refused for the same reason. Its row waits.
    const unanswered = keys.find(({ failure }) => failure?.code === 'pin-required')?.failure;
    if (unanswered && !canAsk()) throw new KeydeskError(unanswered.code, unanswered.params);
    // No practice key has a serial number.
    const codes: readonly string[] = ['batch-other-serial', 'batch-scanned-other'];
    const other = keys.find(({ failure }) => failure !== null && codes.includes(failure.code))?.failure;
    if (other && this.#practice) throw new KeydeskError(other.code, other.params);
    if (trouble !== null) this.#tell(`trouble ${trouble.code}`, wordsFor(trouble, 'command').message);
    for (const key of keys) await this.#followKey(key, pinsLast);
    if (openRows(counts) === 0) return true;
    const isFree = ({ state }: LiveKey) => state === 'remove' || state === 'refused';
    const [first] = next;
    if (first === undefined) return false;
    if (this.#practice) await this.#insertFresh(keys.find(key => isPracticeId(key.keyId) && isFree(key)));
    else if (keys.every(isFree))
      this.#tell(
        `next ${first.id} ${keys.length > 0}`,
        words.next({
          name: nameOf(first),
          user: userOf(first),
          serial: first.serial,
          plugged: keys.length > 0 ? 'yes' : 'no',
        }),
      );
    return false;
  }

  async #followKey({ row, state, interaction, enrollmentId, failure }: LiveKey, pinsLast: boolean): Promise<void> {
    if (row === null) {
      if (failure !== null) this.#tell(`refused ${failure.code}`, wordsFor(failure, 'command').message);
      return;
    }
    const { client, signal } = this.#session;
    if (state === 'working') {
      this.#tell(`begin ${row.id}`, words.begins({ name: nameOf(row), user: userOf(row) }));
      if (interaction.kind === 'touch') this.#tell(`touch ${row.id}`, enrollWords.touch);
      if (interaction.kind === 'wait') this.#tell(`wait ${row.id} ${interaction.until}`, waitLine(interaction));
      if (interaction.kind === 'reset' && this.#practice) await this.#playReset(row, interaction.step);
      else if (interaction.kind === 'reset') {
        this.#tell(`${row.id} ${interaction.step}`, wordsOf('commands').resetSteps[interaction.step]);
      }
      const asks = interaction.kind === 'pin' || interaction.kind === 'new-pin';
      if (!asks || enrollmentId === null || this.#asked.has(enrollmentId)) return;
      this.#asked.add(enrollmentId);
      const pin = await askHidden(interaction, signal);
      await client.enrollment.answerPin({ enrollmentId, pin });
    } else if (row.state === 'done') {
      this.#tellEnd(row);
      if (row.pinKept && !pinsLast && !this.pins.has(row.id)) {
        const { pin } = await client.batches.showPin({ id: this.#id, rowId: row.id });
        this.pins.set(row.id, pin);
      }
    } else this.#tellEnd(row, failure);
  }

  /** Tells how the rows ended that had a key here. The last one may have ended before its key was shown as done. */
  ended(rows: readonly BatchRow[]): void {
    for (const row of rows) if (this.#told.has(`begin ${row.id}`)) this.#tellEnd(row);
  }

  /** @param ofKey why the key of the row was refused */
  #tellEnd(row: BatchRow, ofKey: Failure | null = null): void {
    const user = userOf(row);
    const failure = ofKey ?? row.error;
    const why = failure === null ? '' : wordsFor(failure, 'command').message;
    if (row.state === 'done') {
      this.#tell(`done ${row.id}`, words.made({ user }));
      // The key works, and something is left to do.
      if (row.error !== null) this.#tell(`left ${row.id}`, wordsFor(row.error, 'command').message);
      return;
    }
    const end = rowEndOf(row.state, failure);
    // A person has skipped the row, or its key still works on it.
    if (failure === null || end === 'done') return;
    const isOver = end === 'failed' || end === 'skipped';
    this.#tell(`${end} ${row.id}${isOver ? '' : ` ${failure.code}`}`, endWords[end]({ user, why }));
  }

  /** Replaces the practice key once it is done. The states that are still sent of a key do not replace the next one. */
  async #insertFresh(key: LiveKey | undefined): Promise<void> {
    if (key === undefined || this.#told.has(`fresh ${key.keyId}`)) return;
    this.#told.add(`fresh ${key.keyId}`);
    await this.#session.client.practice.insertFresh();
  }

  async #playReset({ id }: BatchRow, step: 'remove' | 'insert' | 'touch'): Promise<void> {
    if (this.#told.has(`${id} ${step}`)) return;
    this.#told.add(`${id} ${step}`);
    if (step === 'remove') await this.#session.client.practice.remove();
    if (step === 'insert') await this.#session.client.practice.insert();
  }

  /** Tells something once. */
  #tell(what: string, line: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    tell(line);
  }
}

/** Prints the rows at the end. PINs that cannot be kept are shown here, once. */
async function report(session: Session, id: string, desk: Desk): Promise<void> {
  const rows = await allRows(session, id);
  const { pins } = desk;
  desk.ended(rows);
  const count = (state: BatchRow['state']) => rows.filter(row => row.state === state).length;
  const [made, failed, skipped] = [count('done'), count('failed'), count('skipped')];
  const over = made + failed + skipped === rows.length;
  if (!over) process.exitCode = 1;
  const answer = {
    ok: over,
    made,
    failed,
    skipped,
    // Done, but something is left to do, for example in Entra.
    left: rows.filter(({ state, error }) => state === 'done' && error !== null).length,
    rows: rows.map(row => ({ ...printedRow(row), ...defined({ pin: pins.get(row.id) }) })),
  };
  const lines = () => [
    ...rowLines(rows),
    words.summary({ made, failed, skipped }),
    ...rows.flatMap(row => {
      const pin = pins.get(row.id);
      return pin === undefined ? [] : [words.pinOf({ user: userOf(row), pin })];
    }),
  ];
  if (pins.size === 0) return print(session.json, answer, lines);
  if (!(await printOnce(session.json, answer, lines))) return;
  for (const row of rows) if (pins.has(row.id)) await session.client.batches.handedOver({ id, rowId: row.id });
}

/**
 * Shows what would be done with the plugged-in key for each row that waits for one. Writes nothing to a key or to Entra. Exits with 1 if the
 * enrollment of a row would not begin.
 */
async function dryRun(session: Session, { id, key: [key] = [] }: RunOptions): Promise<void> {
  const { client, json, signal } = session;
  const batch = await client.batches.get({ id });
  const rows = await allRows(session, id);
  const plans = new Map<string, EnrollmentPlan>();
  for (const row of rows) {
    if (row.state !== 'waiting-for-key' || row.user === null) continue;
    const profile = row.profile ?? batch.profile ?? undefined;
    const request = {
      user: row.user.id,
      interactive: false,
      ...defined({ keyId: key, profile, displayName: row.name ?? undefined }),
    };
    plans.set(row.id, withoutPerson(await client.enrollment.plan(request, { signal })));
  }
  const answer = rows.map(row => ({ ...printedRow(row), ...defined({ plan: plans.get(row.id) }) }));
  const refused = [...plans.values()].some(({ refusals }) => refusals.length > 0);
  if (refused) process.exitCode = 1;
  print(json, { ok: !refused, rows: answer }, () =>
    rows.flatMap(row => {
      const plan = plans.get(row.id);
      return ['', ...rowLines([row]).slice(1), ...(plan === undefined ? [] : planLines(plan))];
    }),
  );
}

/** Adds the refusal that a run without a terminal would meet at the question for a PIN. */
function withoutPerson(plan: EnrollmentPlan): EnrollmentPlan {
  const asks = plan.steps.find(({ kind }) => kind === 'ask-new-pin' || kind === 'ask-pin');
  if (asks === undefined || plan.refusals.length > 0 || canAsk()) return plan;
  const refusal = { code: 'pin-required' as const, params: { fresh: asks.kind === 'ask-new-pin' } };
  return { ...plan, refusals: [...plan.refusals, refusal] };
}

function userOf({ user, typed }: BatchRow): string {
  return user?.userPrincipalName ?? typed;
}
