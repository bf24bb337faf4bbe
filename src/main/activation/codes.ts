import { randomBytes, randomInt, randomUUID, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { type Selectable, sql } from 'kysely';
import type { ActivationCode, MadeCode } from '../../contract/activation.ts';
import { KeydeskError } from '../../contract/errors.ts';
import type { User } from '../../contract/users.ts';
import type { Store } from '../store/database.ts';
import type { ActivationCodeTable } from '../store/tables/activation.ts';

type Row = Selectable<ActivationCodeTable>;

/** One-time codes that staff make for a user who then activates a key without signing in. */
export interface Codes {
  /** Makes one, and withdraws the user's open ones. The code is in the answer and nowhere else. */
  make(tenant: string, user: User, hours: number): Promise<MadeCode>;
  list(tenant: string): Promise<ActivationCode[]>;
  /** @throws KeydeskError activation-code-not-found */
  withdraw(tenant: string, id: string): Promise<ActivationCode>;
  /**
   * Whose code it is. @throws KeydeskError activation-code-wrong, activation-code-blocked, activation-code-expired,
   * activation-code-used, activation-code-withdrawn
   */
  check(tenant: string, user: string, code: string): Promise<{ id: string; user: ActivationCode['user'] }>;
}

/** Without letters and digits that are taken for one another (Crockford's base 32). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: beyond guessing with five tries. */
const LENGTH = 10;
const TRIES = 5;
const HOUR = 60 * 60 * 1000;
const HASH_LENGTH = 32;
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

const NEWEST = sql`rowid`;

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

export function openCodes({ database }: Pick<Store, 'database'>, clock: () => number = Date.now): Codes {
  const now = () => new Date(clock()).toISOString();
  const toCode = (row: Row) => codeOf(row, clock());

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
        expires_at: new Date(clock() + hours * HOUR).toISOString(),
        tries_left: TRIES,
        used_at: null,
        withdrawn_at: null,
      };
      await database.transaction().execute(async transaction => {
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
      const row = await database
        .selectFrom('activation_code')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('user_principal_name', '=', user.trim())
        .orderBy(NEWEST, 'desc')
        .executeTakeFirst();
      const salt = row?.salt ?? new Uint8Array(16);
      // SECURITY: the same work and the same answer where there is no such user, or none with a code.
      const hash = await hashOf(normalized(code), salt);
      if (row === undefined) throw new KeydeskError('activation-code-wrong');
      if (row.tries_left === 0) throw new KeydeskError('activation-code-blocked');
      if (!timingSafeEqual(hash, row.hash)) {
        // SECURITY: counted on the disk, so that neither a restart nor another station gives more tries.
        const { tries_left } = await database
          .updateTable('activation_code')
          .set(({ eb }) => ({ tries_left: eb('tries_left', '-', 1) }))
          .where('id', '=', row.id)
          .where('tries_left', '>', 0)
          .returning('tries_left')
          .executeTakeFirstOrThrow(() => new KeydeskError('activation-code-blocked'));
        throw new KeydeskError(tries_left === 0 ? 'activation-code-blocked' : 'activation-code-wrong');
      }
      const { state, id, user: whose } = toCode(row);
      if (state !== 'open') throw new KeydeskError(`activation-code-${state}`);
      return { id, user: whose };
    },
  };
}

/** As people type it: small letters, spaces, dashes, and letters for the digits that they look like. */
function normalized(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

async function hashOf(code: string, salt: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await derive(code, salt, HASH_LENGTH, COST));
}

function codeOf(row: Row, now: number): ActivationCode {
  return {
    id: row.id,
    user: { id: row.user_id, userPrincipalName: row.user_principal_name, displayName: row.display_name },
    state: stateOf(row, now),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

function stateOf(row: Row, now: number): ActivationCode['state'] {
  if (row.used_at !== null) return 'used';
  if (row.withdrawn_at !== null) return 'withdrawn';
  if (row.tries_left === 0) return 'blocked';
  return Date.parse(row.expires_at) <= now ? 'expired' : 'open';
}
