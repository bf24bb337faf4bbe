import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Sealer } from '../../base/sealer.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';

/** What receivers know a message by. Sealed where the shell can; elsewhere in memory only, until this Keydesk ends. */
export interface Secrets {
  /** Makes a random secret. It is valid after `install`. */
  make(webhookId: string): Promise<MadeSecret>;
  /** Makes a secret the newest of a webhook. The previous one stays valid until `previousUntil`, in ms; older ones end. */
  install(transaction: Transaction, webhookId: string, made: MadeSecret, previousUntil: number): Promise<void>;
  /** Returns the secrets that sign now, the newest first; none if the newest is not known here. */
  live(webhookId: string, now: number): Promise<string[]>;
  /** Keeps a secret that a person entered. @throws KeydeskError webhook-secret-wrong */
  give(webhookId: string, secret: string): Promise<void>;
}

export interface MadeSecret {
  readonly secret: string;
  readonly sealed: Uint8Array | null;
}

type Row = Pick<Selectable<Schema['webhook_secret']>, 'webhook_id' | 'fingerprint' | 'sealed'>;

/** By the Standard Webhooks scheme: `whsec_` and 24 to 64 bytes in base64. */
const PREFIX = 'whsec_';
const LENGTH = 32;

interface Context {
  readonly database: Kysely<Schema>;
  readonly sealer: Sealer | null;
  /** The secrets that are known here, by their fingerprint. SECURITY: without a sealer they are nowhere else. */
  readonly memory: Map<string, string>;
  readonly log: (message: string) => void;
}

/** @param known secrets that whoever started this Keydesk gave it */
export function createWebhookSecrets(
  database: Kysely<Schema>,
  sealer: Sealer | null,
  known: readonly string[],
  log: (message: string) => void,
): Secrets {
  const memory = new Map(known.map(secret => [fingerprintOf(secret), secret]));
  const context: Context = { database, sealer, memory, log };
  return {
    make: async webhookId => {
      const secret = PREFIX + randomBytes(LENGTH).toString('base64');
      return { secret, sealed: await seal(context, webhookId, secret) };
    },
    install: async (transaction, webhookId, made, previousUntil) => {
      await install(transaction, webhookId, made, previousUntil);
      memory.set(fingerprintOf(made.secret), made.secret);
    },
    live: (webhookId, now) => live(context, webhookId, now),
    give: (webhookId, secret) => give(context, webhookId, secret.trim()),
  };
}

async function install(
  transaction: Transaction,
  webhookId: string,
  { secret, sealed }: MadeSecret,
  previousUntil: number,
): Promise<void> {
  await transaction
    .deleteFrom('webhook_secret')
    .where('webhook_id', '=', webhookId)
    .where('expires_at', 'is not', null)
    .execute();
  await transaction
    .updateTable('webhook_secret')
    .set({ expires_at: previousUntil })
    .where('webhook_id', '=', webhookId)
    .execute();
  await transaction
    .insertInto('webhook_secret')
    .values({ webhook_id: webhookId, fingerprint: fingerprintOf(secret), sealed, expires_at: null })
    .execute();
}

async function live(context: Context, webhookId: string, now: number): Promise<string[]> {
  const rows = await context.database
    .selectFrom('webhook_secret')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where(row => row.or([row('expires_at', 'is', null), row('expires_at', '>', now)]))
    .orderBy('expires_at')
    .execute();
  const [newest, ...others] = await Promise.all(rows.map(row => open(context, row)));
  return newest === undefined ? [] : [newest, ...others.filter(secret => secret !== undefined)];
}

async function give(context: Context, webhookId: string, secret: string): Promise<void> {
  const { database, memory } = context;
  const fingerprint = fingerprintOf(secret);
  const row = await database
    .selectFrom('webhook_secret')
    .select('fingerprint')
    .where('webhook_id', '=', webhookId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (row === undefined) throw new KeydeskError('webhook-secret-wrong');
  memory.set(fingerprint, secret);
  const sealed = await seal(context, webhookId, secret);
  await database
    .updateTable('webhook_secret')
    .set({ sealed })
    .where('webhook_id', '=', webhookId)
    .where('fingerprint', '=', fingerprint)
    .execute();
}

/** Returns a secret; undefined if it is not known here. */
async function open(
  { sealer, memory, log }: Context,
  { webhook_id, fingerprint, sealed }: Row,
): Promise<string | undefined> {
  const remembered = memory.get(fingerprint);
  if (remembered !== undefined || sealed === null || sealer === null) return remembered;
  try {
    const secret = await unsealNamed(sealer, sealedName(webhook_id, fingerprint), sealed);
    memory.set(fingerprint, secret);
    return secret;
  } catch (error) {
    log(`webhooks: a secret cannot be unsealed: ${String(error)}`);
    return undefined;
  }
}

async function seal({ sealer }: Context, webhookId: string, secret: string): Promise<Uint8Array | null> {
  return sealer === null ? null : sealNamed(sealer, sealedName(webhookId, fingerprintOf(secret)), secret);
}

/** SECURITY: what is sealed for one webhook cannot take the place of another's. */
function sealedName(webhookId: string, fingerprint: string): string {
  return `webhook/${webhookId}/${fingerprint}`;
}

/** Tells a secret from another without telling it: 32 random bytes cannot be guessed from their hash. */
function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
