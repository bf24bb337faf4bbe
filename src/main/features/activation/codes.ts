import { randomBytes, randomInt, randomUUID, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type Kysely, sql } from 'kysely';
import type { ActivationCode, MadeCode } from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { User } from '../../../contract/users/schema.ts';
import type { Store } from '../../base/store/database.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';
import type { Instance } from '../../base/store/instance.ts';
import type { Schema } from '../../base/store/schema.ts';
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

/** Without letters and digits that are taken for one another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: beyond guessing with five tries. */
const LENGTH = 10;
const TRIES = 5;
const HOUR = 60 * 60 * 1000;
const HASH_LENGTH = 32;
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

/** What a code is held against where the user has none. */
const NO_SALT = new Uint8Array(16);
const NO_HASH = new Uint8Array(HASH_LENGTH);

const NEWEST = sql`rowid`;

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

export interface CodeParts {
  readonly database: Store['database'];
  readonly time: Pick<DeskTime, 'now' | 'decide'>;
  readonly instance: Pick<Instance, 'id' | 'isAlive'>;
  /** The name of this computer. */
  readonly station: string;
}

export function openCodes({ database, time, instance, station }: CodeParts): Codes {
  const now = () => new Date(time.now()).toISOString();
  const toCode = (row: CodeRow) => codeOf(row, time.now());

  return {
    make: async (tenant, user, hours) => {
      const code = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
      const salt = new Uint8Array(randomBytes(16));
      const values = {
        id: randomUUID(),
        tenant,
        user_id: user.id,
        user_principal_name: user.userPrincipalName,
        display_name: user.displayName,
        salt,
        // SECURITY: of the code only a slow hash is kept.
        hash: await hashOf(code, salt),
        created_at: now(),
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
          .set({ withdrawn_at: now() })
          .where('tenant', '=', tenant)
          .where('user_id', '=', user.id)
          .where('used_at', 'is', null)
          .where('withdrawn_at', 'is', null)
          .execute();
        await transaction.insertInto('activation_code').values(values).execute();
      });
      return { ...toCode(values), code: `${code.slice(0, 5)}-${code.slice(5)}` };
    },
    list: async tenant => {
      const rows = database.selectFrom('activation_code').selectAll().where('tenant', '=', tenant);
      return (await rows.orderBy(NEWEST, 'desc').execute()).map(toCode);
    },
    withdraw: async (tenant, id) => {
      const row = await database
        .updateTable('activation_code')
        .set({ withdrawn_at: now() })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('used_at', 'is', null)
        .returningAll()
        .executeTakeFirst();
      if (row === undefined) throw new KeydeskError('activation-code-not-found');
      return toCode(row);
    },
    check: async (tenant, user, code) => {
      const guess = { tenant, user: user.trim(), station, now: await time.decide() };
      const { row, allowed, right } = await takeTry(database, guess);
      // SECURITY: the same work and the same answer for a user without a code, a wrong code, and one that is over.
      const hash = await hashOf(normalized(code), row?.salt ?? NO_SALT);
      const isRight = timingSafeEqual(hash, row?.hash ?? NO_HASH);
      if (row === undefined || !allowed || !isRight) throw new KeydeskError('activation-code-wrong');
      const end = endOf(row, guess.now);
      // Only the holder of the right code gets here, who has a passkey by now.
      if (end === 'used') throw new KeydeskError('activation-code-used');
      if (end !== null) throw new KeydeskError('activation-code-wrong');
      await right();
      const { id, user: whose } = toCode(row);
      return { id, user: whose };
    },
    claim: (id, run) =>
      database.write(async transaction => {
        const row = await find(transaction, id);
        const holder = row?.claimed_by ?? null;
        const taken = row?.claim !== run && holder !== null && instance.isAlive(holder);
        if (row === undefined || taken) throw new KeydeskError('activation-running');
        const change = { claim: run, claimed_by: instance.id };
        await transaction.updateTable('activation_code').set(change).where('id', '=', id).execute();
      }),
    release: async run => {
      const free = database.updateTable('activation_code').set({ claim: null, claimed_by: null });
      await free.where('claim', '=', run).execute();
    },
    confirm: async (open, id, run) => {
      const row = await find(open, id);
      if (row === undefined) throw new KeydeskError('activation-code-withdrawn');
      // A code that is blocked meanwhile stays good here: who proved it before is not the one who guesses.
      const end = endOf(row, time.now());
      if (end !== null) throw new KeydeskError(`activation-code-${end}`);
      if (row.claim !== run) throw new KeydeskError('activation-running');
    },
  };
}

function find(open: Kysely<Schema>, id: string): Promise<CodeRow | undefined> {
  return open.selectFrom('activation_code').selectAll().where('id', '=', id).executeTakeFirst();
}

/** As people type it: small letters, spaces, dashes, and letters for the digits that they look like. */
function normalized(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

async function hashOf(code: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await derive(code, salt, HASH_LENGTH, COST));
}

function codeOf(row: CodeRow, now: number): ActivationCode {
  return {
    id: row.id,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
    state: stateOf(row, now),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

function stateOf(row: CodeRow, now: number): ActivationCode['state'] {
  return endOf(row, now) ?? (row.tries_left === 0 ? 'blocked' : 'open');
}

/** Why a code is over; null for one that is not. */
function endOf(row: CodeRow, now: number): 'used' | 'withdrawn' | 'expired' | null {
  if (row.used_at !== null) return 'used';
  if (row.withdrawn_at !== null) return 'withdrawn';
  return Date.parse(row.expires_at) <= now ? 'expired' : null;
}
