import { isIP } from 'node:net';
import { KeydeskError } from '../../../contract/errors/errors.ts';

/** Where a record is: a database of a PostgreSQL server, and the role that signs in to it. */
export interface RecordAddress {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

const DEFAULT_PORT = 5432;

/**
 * Reads `postgres://USER@HOST:PORT/DATABASE`. SECURITY: a password in it is refused, because other users of the computer can read
 * the arguments of a process. Options are refused too: none of them may turn off what TLS verifies.
 * @throws KeydeskError record-url-invalid
 */
export function parseAddress(url: string): RecordAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^postgres(ql)?:$/.test(parsed.protocol)) throw invalid('form');
  if (parsed.password !== '') throw invalid('password');
  if (parsed.search !== '' || parsed.hash !== '') throw invalid('options');
  const [host, user, database] = [
    parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    parsed.username,
    parsed.pathname.slice(1),
  ].map(decode);
  if (host === undefined || user === undefined || database === undefined) throw invalid('form');
  // A name with a control character would end the first packet to the server early.
  if (/\p{Cc}/u.test(host + user + database)) throw invalid('form');
  if (host === '' || user === '' || database === '' || database.includes('/')) throw invalid('form');
  return { host, user, database, port: parsed.port === '' ? DEFAULT_PORT : Number(parsed.port) };
}

/** Returns the address as text. It has no secret. */
export function addressText({ host, port, database, user }: RecordAddress): string {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return `postgres://${encodeURIComponent(user)}@${name}:${port}/${encodeURIComponent(database)}`;
}

/** Returns whether the server is on this computer, so that no network carries what is said to it. */
export function isLoopback({ host }: RecordAddress): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not text, so not an address.
    return undefined;
  }
}

function invalid(reason: 'form' | 'password' | 'options'): KeydeskError {
  return new KeydeskError('record-url-invalid', { reason });
}
