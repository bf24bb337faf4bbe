import type { DeferredEvent, DeferredRow, MakingKey } from '../../contract/deferred/schema.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { wordsOf } from '../../words/say.ts';
import { tell } from '../output.ts';
import { askHidden } from '../pinInput.ts';
import type { Session } from '../session.ts';

const words = wordsOf('deferredCommands');
const batchWords = wordsOf('batchCommands');
const enrollWords = wordsOf('commands').enroll;

/** The person and the keys while keys are made, as far as a terminal can replace them. */
export class MakingDesk {
  readonly #session: Session;
  readonly #practice: boolean;
  readonly #rows = new Map<string, DeferredRow>();
  readonly #told = new Set<string>();
  readonly #asked = new Set<string>();
  /** The practice key was replaced, and what is still sent about the last one does not count. */
  #replacing = false;

  constructor(session: Session, practice: boolean) {
    this.#session = session;
    this.#practice = practice;
  }

  /** Tells what happens and what to do. Returns whether no row waits for a key. */
  async follow(event: DeferredEvent): Promise<boolean> {
    if (event.type === 'opened') for (const row of event.rows) this.#rows.set(row.id, row);
    if (event.type === 'row') this.#rows.set(event.row.id, event.row);
    if (event.type !== 'keys') return false;
    const { keys, next, over } = event;
    for (const key of keys) await this.#followKey(key);
    if (over) return true;
    if (keys.some(({ state }) => state === 'working')) this.#replacing = false;
    const free = keys.every(({ state }) => state === 'remove' || state === 'refused');
    if (!free || next === null) return false;
    if (this.#practice) await this.#insertFresh(keys);
    else
      this.#tell(
        `next ${next.id} ${keys.length > 0}`,
        batchWords.next({
          name: next.user?.displayName ?? next.typed,
          user: userOf(next),
          serial: next.serial,
          plugged: keys.length > 0 ? 'yes' : 'no',
        }),
      );
    return false;
  }

  async #followKey({ rowId, state, interaction, enrollmentId, failure }: MakingKey): Promise<void> {
    const row = rowId === null ? undefined : this.#rows.get(rowId);
    if (failure !== null) this.#tell(`${rowId} ${failure.code}`, wordsFor(failure, 'command').message);
    if (row === undefined) return;
    if (state === 'remove') this.#tell(`done ${row.id}`, words.keyDone({ user: userOf(row) }));
    if (state !== 'working') return;
    const { client, signal } = this.#session;
    this.#tell(`begin ${row.id}`, batchWords.begins({ name: row.user?.displayName ?? row.typed, user: userOf(row) }));
    if (interaction.kind === 'touch') this.#tell(`touch ${enrollmentId}`, enrollWords.touch);
    if (interaction.kind === 'reset') await this.#reset(enrollmentId, interaction.step);
    const asks = interaction.kind === 'pin' || interaction.kind === 'new-pin';
    if (!asks || enrollmentId === null || this.#asked.has(enrollmentId)) return;
    this.#asked.add(enrollmentId);
    const pin = await askHidden(interaction, signal);
    await client.enrollment.answerPin({ enrollmentId, pin });
  }

  async #reset(enrollmentId: string | null, step: 'remove' | 'insert' | 'touch'): Promise<void> {
    if (this.#told.has(`${enrollmentId} ${step}`)) return;
    this.#told.add(`${enrollmentId} ${step}`);
    const { practice } = this.#session.client;
    if (!this.#practice) tell(wordsOf('commands').resetSteps[step]);
    else if (step === 'remove') await practice.remove();
    else if (step === 'insert') await practice.insert();
  }

  /** Replaces the practice key once it is done. */
  async #insertFresh(keys: readonly MakingKey[]): Promise<void> {
    if (keys.length === 0 || this.#replacing) return;
    this.#replacing = true;
    await this.#session.client.practice.insertFresh();
  }

  /** Tells something once. */
  #tell(what: string, line: string): void {
    if (this.#told.has(what)) return;
    this.#told.add(what);
    tell(line);
  }
}

function userOf({ user, typed }: DeferredRow): string {
  return user?.userPrincipalName ?? typed;
}
