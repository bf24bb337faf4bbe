import { databaseScopeOf } from '../../../contract/connections/clouds.ts';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { parseAddress } from '../../base/record/address.ts';
import { type ClientCertificate, refuseExpired } from '../../base/record/clientCertificate.ts';
import type { RecordTarget } from '../../base/record/connect.ts';
import type { RecordReach } from '../../base/record/state.ts';
import type { SignIns } from '../auth/signIns.ts';
import type { Vault } from '../auth/vault.ts';

/** What a desk has for signing in to its record. */
export interface RecordMeans {
  /** Has the password, or the client certificate with its key. */
  readonly vault: Pick<Vault, 'read'>;
  readonly signIns: Pick<SignIns, 'tokenSource'>;
  /** Returns the present settings of a connection. */
  readonly connection: (id: string) => ConnectionSettings | undefined;
  /** Returns the authorities that this computer trusts, as PEM. */
  readonly roots: () => readonly string[];
}

/** The names of the secrets in the vault. */
export const RECORD_PASSWORD = 'record-password';
export const RECORD_CERTIFICATE = 'record-certificate';

/** How long to wait for a token, in ms. */
const TOKEN = 10_000;
/** How often to look whether the token is about to expire, in ms. */
const RENEW = 60_000;

/**
 * Keeps the token of a desk that signs in with Microsoft Entra valid, so that a connection that is lost finds one that is. Returns a function that
 * ends this.
 */
export function keepToken({ signIn, password }: RecordTarget): () => void {
  if (signIn !== 'entra') return () => undefined;
  // The next connection says what is wrong.
  const timer = setInterval(() => void password?.(false).catch(() => undefined), RENEW).unref();
  return () => clearInterval(timer);
}

/** Returns how to reach a record. Secrets are read for each connection, so a new one applies from the next connection on. */
export function targetOf(reach: RecordReach, means: RecordMeans): RecordTarget {
  const { url, ca, signIn } = reach;
  return {
    address: parseAddress(url),
    signIn,
    ca: ca ?? undefined,
    roots: means.roots,
    ...(signIn === 'password' ? { password: () => secret(means, RECORD_PASSWORD) } : {}),
    ...(signIn === 'entra' ? { password: isRefused => token(means, reach, isRefused) } : {}),
    ...(signIn === 'certificate' ? { certificate: () => certificateOf(means, reach) } : {}),
  };
}

/** Returns how to reach the record of a desk, as its settings are at each connection. */
export function presentTarget(reach: () => RecordReach, means: RecordMeans): RecordTarget {
  const now = () => targetOf(reach(), means);
  return {
    get address() {
      return now().address;
    },
    get signIn() {
      return now().signIn;
    },
    get ca() {
      return now().ca;
    },
    get password() {
      return now().password;
    },
    get certificate() {
      return now().certificate;
    },
    roots: means.roots,
  };
}

/** @throws KeydeskError record-secret-missing; as Vault.read */
async function secret({ vault }: RecordMeans, name: string): Promise<string> {
  const found = await vault.read(name);
  if (found === undefined) throw new KeydeskError('record-secret-missing', {});
  return found;
}

/** @throws KeydeskError record-certificate-expired, record-secret-missing; as Vault.read */
async function certificateOf(means: RecordMeans, { certificateUntil }: RecordReach): Promise<ClientCertificate> {
  if (certificateUntil != null) refuseExpired(certificateUntil);
  // Only Keydesk can have sealed this.
  return JSON.parse(await secret(means, RECORD_CERTIFICATE)) as ClientCertificate;
}

/**
 * Returns an access token for Azure Database for PostgreSQL. SECURITY: it is in memory and in the sealed cache of the sign-in only, and goes to the
 * server as its password.
 * @throws KeydeskError record-entra-connection, record-unreachable; as SignIns.tokenSource
 */
async function token(
  { connection, signIns }: RecordMeans,
  { connection: id, url }: RecordReach,
  isRefused: boolean,
): Promise<string> {
  const found = connection(id ?? '');
  if (found === undefined || found.signIn === 'token') throw new KeydeskError('record-entra-connection', {});
  const { promise: late, reject } = Promise.withResolvers<never>();
  const { host, port } = parseAddress(url);
  // A renewed sign-in is noted in keydesk.db, which a write that waits for this connection may have locked. So nothing waits without an end.
  const timer = setTimeout(
    () => reject(new KeydeskError('record-unreachable', { host, port, reason: 'token' })),
    TOKEN,
  );
  try {
    const asked = signIns.tokenSource(found, databaseScopeOf(found))({ fresh: isRefused });
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
