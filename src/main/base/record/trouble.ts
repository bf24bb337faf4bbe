import { type ErrorCode, KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordAddress } from './address.ts';

/** SQLSTATEs (PostgreSQL's Appendix A) that a person can do something about. A class of two letters stands for all of its codes. */
const states: Readonly<Record<string, ErrorCode>> = {
  '28': 'record-refused',
  '3D000': 'record-database-missing',
  '3F000': 'record-missing',
  '42P01': 'record-missing',
  '42883': 'record-missing',
  '42501': 'record-right-missing',
  '25006': 'record-read-only',
  '53100': 'record-disk-full',
  '53300': 'record-connections-full',
  '53400': 'record-connections-full',
  '08': 'record-unreachable',
  '57P01': 'record-unreachable',
  '57P02': 'record-unreachable',
  '57P03': 'record-unreachable',
  '57P05': 'record-unreachable',
  '25P03': 'record-unreachable',
  '55P03': 'record-busy',
  '40P01': 'record-busy',
  '57014': 'record-busy',
};

/** Names of Node for a certificate that proves nothing. */
const CERTIFICATE = /^(ERR_TLS_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_SSL_)/;

/**
 * Returns a KeydeskError for an error of the connection to the record. Returns any other error unchanged: it is a fault of Keydesk. SECURITY: the
 * server's own text is not passed on, because it may quote values of rows.
 */
export function recordError(cause: unknown, { host, port, database, user }: RecordAddress): unknown {
  if (!(cause instanceof Error) || cause instanceof KeydeskError) return cause;
  const code = codeOf(cause);
  return code === undefined ? cause : new KeydeskError(code, { host, port, database, user }, { cause });
}

/** Returns whether an error means that the record may be there later, and nothing else is wrong. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof KeydeskError &&
    (error.code === 'record-unreachable' || error.code === 'record-connections-full' || error.code === 'record-busy')
  );
}

function codeOf(cause: Error): ErrorCode | undefined {
  const code = 'code' in cause ? String(cause.code) : '';
  if (CERTIFICATE.test(code)) return 'record-certificate';
  if ('syscall' in cause || /^E[A-Z]+$/.test(code)) return 'record-unreachable';
  const known = /^[0-9A-Z]{5}$/.test(code) ? (states[code] ?? states[code.slice(0, 2)]) : undefined;
  return known ?? byText(cause.message);
}

/** Errors of the library pg that have a text only. */
function byText(message: string): ErrorCode | undefined {
  if (/does not support SSL/i.test(message)) return 'record-without-tls';
  if (/SASL|password must be a string|no password/i.test(message)) return 'record-refused';
  if (/terminated|timeout|not queryable|Connection ended|closed the connection/i.test(message))
    return 'record-unreachable';
  return undefined;
}
