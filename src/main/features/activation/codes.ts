import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { ActivationCode, MadeCode } from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Schema } from '../../base/store/schema.ts';
import { endOf, toCode } from './codeRow.ts';
import { isCode, newCode } from './codeText.ts';
import { type CodeRow, takeTry } from './tries.ts';

/** One-time codes that staff make for a user who then activates a key without signing in. */
export interface Codes {
  /** Makes one, and withdraws the user's open ones. The code is in the answer and nowhere else. */
  make(tenant: string, user: User, hours: number): Promise<MadeCode>;
  list(tenant: string): Promise<ActivationCode[]>;
  /** @throws KeydeskError activation-code-not-found */
  withdraw(tenant: string, id: string): Promise<ActivationCode>;
  /**
   * Returns whose code it is. A code that is wrong, blocked, expired or withdrawn and a user without one are one answer.
   * @throws KeydeskError activation-code-wrong, activation-throttled; activation-code-used for the right code alone
   */
  check(tenant: string, user: string, code: string): Promise<{ id: string; user: ActivationCode['user'] }>;
  /** Binds a code to one run, so that no other run works with it meanwhile. @throws KeydeskError activation-running */
  claim(id: string, run: string): Promise<void>;
  release(run: string): Promise<void>;
  /**
   * Checks that a code is still good for the run that claimed it.
   * @param open the transaction that relies on it, or the database
   * @throws KeydeskError activation-code-used, activation-code-withdrawn, activation-code-expired,
   * activation-running
   */
  confirm(open: Kysely<Schema>, id: string, run: string): Promise<void>;
}

const TRIES = 5;
const HOUR = 60 * 60 * 1000;
const NEWEST = sql`rowid`;

export interface CodeParts {
  readonly database: Store['database'];
  readonly time: Pick<DeskTime, 'now' | 'decide'>;
  readonly instance: Pick<Instance, 'id' | 'isAlive'>;
  /** The name of this computer. */
  readonly station: string;
}

export function createCodes(parts: CodeParts): Codes {
  return {
    make: (tenant, user, hours) => makeCode(parts, tenant, user, hours),
    list: tenant => listCodes(parts, tenant),
    withdraw: (tenant, id) => withdrawCode(parts, tenant, id),
    check: (tenant, user, code) => checkCode(parts, tenant, user, code),
    claim: (id, run) => claimCode(parts, id, run),
    release: async run => {
      const free = parts.database.updateTable('activation_code').set({ claim: null, claimed_by: null });
      await free.where('claim', '=', run).execute();
    },
    confirm: (open, id, run) => confirmCode(parts, open, id, run),
  };
}

async function makeCode({ database, time }: CodeParts, tenant: string, user: User, hours: number): Promise<MadeCode> {
  const { shown, hashed } = await newCode();
  const now = isoNow(time);
  const values = {
    id: randomUUID(),
    tenant,
    user_id: user.id,
    user_principal_name: user.userPrincipalName,
    display_name: user.displayName,
    ...hashed,
    created_at: now,
    expires_at: new Date(time.now() + hours * HOUR).toISOString(),
    tries_left: TRIES,
    used_at: null,
    withdrawn_at: null,
    claim: null,
    claimed_by: null,
  };
  await database.write(async transaction => {
    await transaction
      .updateTable('activation_code')
      .set({ withdrawn_at: now })
      .where('tenant', '=', tenant)
      .where('user_id', '=', user.id)
      .where('used_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .execute();
    await transaction.insertInto('activation_code').values(values).execute();
  });
  return { ...toCode(values, time.now()), code: shown };
}

async function listCodes({ database, time }: CodeParts, tenant: string): Promise<ActivationCode[]> {
  const rows = database.selectFrom('activation_code').selectAll().where('tenant', '=', tenant);
  return (await rows.orderBy(NEWEST, 'desc').execute()).map(row => toCode(row, time.now()));
}

async function withdrawCode({ database, time }: CodeParts, tenant: string, id: string): Promise<ActivationCode> {
  const row = await database
    .updateTable('activation_code')
    .set({ withdrawn_at: isoNow(time) })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw new KeydeskError('activation-code-not-found');
  return toCode(row, time.now());
}

async function checkCode(
  { database, time, station }: CodeParts,
  tenant: string,
  user: string,
  code: string,
): ReturnType<Codes['check']> {
  const guess = { tenant, user: user.trim(), station, now: await time.decide() };
  const { row, allowed, right } = await takeTry(database, guess);
  // SECURITY: the same work and the same answer for a user without a code, a wrong code, and one that is not valid any more.
  const isRight = await isCode(code, row);
  if (row === undefined || !allowed || !isRight) throw new KeydeskError('activation-code-wrong');
  const end = endOf(row, guess.now);
  // Only the holder of the right code gets here, who has a passkey by now.
  if (end === 'used') throw new KeydeskError('activation-code-used');
  if (end !== null) throw new KeydeskError('activation-code-wrong');
  await right();
  const { id, user: whose } = toCode(row, time.now());
  return { id, user: whose };
}

function claimCode({ database, instance }: CodeParts, id: string, run: string): Promise<void> {
  return database.write(async transaction => {
    const row = await find(transaction, id);
    const holder = row?.claimed_by ?? null;
    const taken = row?.claim !== run && holder !== null && instance.isAlive(holder);
    if (row === undefined || taken) throw new KeydeskError('activation-running');
    const change = { claim: run, claimed_by: instance.id };
    await transaction.updateTable('activation_code').set(change).where('id', '=', id).execute();
  });
}

async function confirmCode({ time }: CodeParts, open: Kysely<Schema>, id: string, run: string): Promise<void> {
  const row = await find(open, id);
  if (row === undefined) throw new KeydeskError('activation-code-withdrawn');
  // A code that is blocked meanwhile stays good here: who proved it before is not the one who guesses.
  const end = endOf(row, time.now());
  if (end !== null) throw new KeydeskError(`activation-code-${end}`);
  if (row.claim !== run) throw new KeydeskError('activation-running');
}

function find(open: Kysely<Schema>, id: string): Promise<CodeRow | undefined> {
  return open.selectFrom('activation_code').selectAll().where('id', '=', id).executeTakeFirst();
}

function isoNow(time: CodeParts['time']): string {
  return new Date(time.now()).toISOString();
}
