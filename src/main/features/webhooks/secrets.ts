import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Sealer } from '../../base/sealer.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Transaction } from '../../base/store/transactions.ts';
import { sealNamed, unsealNamed } from '../../services/auth/sealed.ts';
import { NO_COPIES } from '../../services/deskKeys/copies.ts';
import type { DeskKeys } from '../../services/deskKeys/deskKeys.ts';

/**
 * The secrets with which messages are signed. Stored encrypted if the shell can, otherwise in memory only until this Keydesk ends. Desks that share a record
 * seal them for each other.
 */
export interface Secrets {
  /** Creates a random secret. It becomes valid with `install`. */
  make(webhookId: string): Promise<MadeSecret>;
  /** Makes a secret the newest one of a webhook. The previous one stays valid until `previousUntil`, in ms. Older ones expire. */
  install(transaction: Transaction, webhookId: string, made: MadeSecret, previousUntil: number): Promise<void>;
  /** Returns the valid secrets, newest first; none if the newest is not known here. */
  live(webhookId: string, now: number): Promise<string[]>;
  /** Stores a secret that a person entered. @throws KeydeskError webhook-secret-wrong */
  give(webhookId: string, secret: string): Promise<void>;
}

export interface MadeSecret {
  readonly secret: string;
  readonly sealed: Uint8Array | null;
  readonly copies: string;
}

type Row = Omit<Selectable<Schema['webhook_secret']>, 'expires_at'>;

/** Defined by the Standard Webhooks scheme: `whsec_` and 24 to 64 bytes in base64. */
const PREFIX = 'whsec_';
const LENGTH = 32;

export interface SecretParts {
  readonly database: Kysely<Schema>;
  readonly sealer: Sealer | null;
  readonly deskKeys: Pick<DeskKeys, 'seal' | 'open'>;
  readonly log: (message: string) => void;
}

interface Context extends SecretParts {
  /** The known secrets, by fingerprint. SECURITY: without a sealer they are only in memory. */
  readonly memory: Map<string, string>;
}

/** Opens the secrets. @param known secrets that were passed to Keydesk at its start */
export function createWebhookSecrets(parts: SecretParts, known: readonly string[]): Secrets {
  const memory = new Map(known.map(secret => [fingerprintOf(secret), secret]));
  const context: Context = { ...parts, memory };
  return {
    make: async webhookId => {
      const secret = PREFIX + randomBytes(LENGTH).toString('base64');
      const sealed = await seal(context, webhookId, secret);
      const name = sealedName(webhookId, fingerprintOf(secret));
      return { secret, sealed, copies: await parts.deskKeys.seal({ name, sealed }, secret) };
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
  { secret, sealed, copies }: MadeSecret,
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
    .values({ webhook_id: webhookId, fingerprint: fingerprintOf(secret), sealed, expires_at: null, copies })
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
  const { database, deskKeys, memory } = context;
  const fingerprint = fingerprintOf(secret);
  const row = await database
    .selectFrom('webhook_secret')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (row === undefined) throw new KeydeskError('webhook-secret-wrong');
  memory.set(fingerprint, secret);
  const copies = await deskKeys.seal({ name: sealedName(webhookId, fingerprint), sealed: row.sealed }, secret);
  // In a shared record, the desk that has sealed it for itself keeps that.
  const set = copies === NO_COPIES ? { sealed: await seal(context, webhookId, secret) } : { copies };
  await database
    .updateTable('webhook_secret')
    .set(set)
    .where('webhook_id', '=', webhookId)
    .where('fingerprint', '=', fingerprint)
    .execute();
}

/** Returns a secret; undefined if it is not known here. */
async function open(context: Context, row: Row): Promise<string | undefined> {
  const { deskKeys, memory } = context;
  const remembered = memory.get(row.fingerprint);
  if (remembered !== undefined) return remembered;
  const name = sealedName(row.webhook_id, row.fingerprint);
  const copy = await deskKeys.open({ name, sealed: row.sealed, copies: row.copies });
  const secret = 'text' in copy ? copy.text : await unseal(context, name, row.sealed);
  // SECURITY: the row says which secret it is, and somebody with the password of the database can exchange copies.
  if (secret === undefined || fingerprintOf(secret) !== row.fingerprint) return undefined;
  memory.set(row.fingerprint, secret);
  return secret;
}

async function unseal(
  { sealer, log }: Pick<Context, 'sealer' | 'log'>,
  name: string,
  sealed: Uint8Array | null,
): Promise<string | undefined> {
  if (sealed === null || sealer === null) return undefined;
  try {
    return await unsealNamed(sealer, name, sealed);
  } catch (error) {
    log(`webhooks: a secret cannot be unsealed: ${String(error)}`);
    return undefined;
  }
}

async function seal({ sealer }: Context, webhookId: string, secret: string): Promise<Uint8Array | null> {
  return sealer === null ? null : sealNamed(sealer, sealedName(webhookId, fingerprintOf(secret)), secret);
}

/** The beginning of the names of sealed secrets. */
export const WEBHOOK_SECRET = 'webhook/';

/**
 * Returns the name of a sealed secret. SECURITY: includes the webhook, so that a secret sealed for one webhook cannot be used for another.
 */
function sealedName(webhookId: string, fingerprint: string): string {
  return `${WEBHOOK_SECRET}${webhookId}/${fingerprint}`;
}

/** Returns a hash that identifies a secret without revealing it: 32 random bytes cannot be guessed from their hash. */
function fingerprintOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
