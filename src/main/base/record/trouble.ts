import { type ErrorCode, type ErrorParams, KeydeskError } from '../../../contract/errors/errors.ts';
import type { RecordAddress } from './address.ts';
import { RULES } from './guards.ts';
import type { RecordSignIn } from './state.ts';

/** SQLSTATEs (PostgreSQL's Appendix A) that a person can do something about. A class of two letters stands for all of its codes. */
const states: Readonly<Record<string, ErrorCode>> = {
  '23514': 'record-rule',
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

/** The rules of the record that refuse what is written past Keydesk, as words name them. */
const rules: Readonly<Record<string, string>> = {
  [RULES.order]: 'order',
  [RULES.number]: 'number',
  [RULES.removal]: 'removal',
};

/** Names of Node for a server's certificate that proves nothing, and why. */
const certificates: readonly (readonly [RegExp, string])[] = [
  [/^(UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA)/, 'unknown'],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/, 'name'],
  [/^CERT_HAS_EXPIRED/, 'expired'],
  [/^CERT_NOT_YET_VALID/, 'early'],
  [/^(CERT_|ERR_TLS_CERT_)/, 'other'],
];
/** What a server says about the certificate of this desk: alerts of TLS (RFC 8446, 6.2). */
const OWN_CERTIFICATE = /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)/;
/** Why a server cannot be reached, by the names of Node. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  ECONNREFUSED: 'closed',
  ETIMEDOUT: 'silent',
  EHOSTUNREACH: 'silent',
  ENETUNREACH: 'silent',
  '57P03': 'starting',
};

/** What went wrong, and facts for its words. */
type Trouble = readonly [ErrorCode, ErrorParams?];

/**
 * Returns a KeydeskError for an error of the connection to the record. Returns any other error unchanged: it is a fault of Keydesk. SECURITY: the
 * server's own text is not passed on, because it may quote values of rows.
 */
export function recordError(cause: unknown, address: RecordAddress, signIn: RecordSignIn = 'none'): unknown {
  if (!(cause instanceof Error) || cause instanceof KeydeskError) return cause;
  const trouble = troubleOf(cause, signIn);
  if (trouble === undefined) return cause;
  const { host, port, database, user } = address;
  return new KeydeskError(trouble[0], { host, port, database, user, ...trouble[1] }, { cause });
}

/** Returns whether an error means that the record may be there later, and nothing else is wrong. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof KeydeskError &&
    (error.code === 'record-unreachable' ||
      error.code === 'record-connections-full' ||
      error.code === 'record-busy' ||
      // Without a network, a token cannot be renewed either.
      error.code === 'login-unreachable')
  );
}

function troubleOf(cause: Error, signIn: RecordSignIn): Trouble | undefined {
  const code = 'code' in cause ? String(cause.code) : '';
  const untrusted = certificates.find(([names]) => names.test(code));
  if (untrusted !== undefined) return ['record-certificate', { reason: untrusted[1] }];
  if (OWN_CERTIFICATE.test(code)) return ['record-certificate-refused'];
  if (/^ERR_SSL_|^ERR_TLS_/.test(code)) return ['record-without-tls', { reason: 'old' }];
  if ('syscall' in cause || /^E[A-Z]+$/.test(code)) return ['record-unreachable', { reason: reasons[code] ?? 'lost' }];
  if (rules[code] !== undefined) return ['record-rule', { rule: rules[code] }];
  const known = /^[0-9A-Z]{5}$/.test(code) ? (states[code] ?? states[code.slice(0, 2)]) : undefined;
  if (code === '08P01') return ofPooler(cause.message, signIn);
  if (known === 'record-refused') return [known, { how: isByComputer(cause) ? 'computer' : signIn }];
  if (known === 'record-rule') return [known, { rule: 'row' }];
  if (known === 'record-busy') return [known, { role: null }];
  if (known === 'record-unreachable') return [known, { reason: reasons[code] ?? 'lost' }];
  return known === undefined ? byText(cause.message, signIn) : [known];
}

/** Returns whether pg_hba.conf has refused: for the computer, the database, or the way to sign in. The name is that of a function in PostgreSQL's source. */
function isByComputer(cause: Error): boolean {
  return 'routine' in cause && cause.routine === 'ClientAuthentication' && 'code' in cause && cause.code === '28000';
}

/** PgBouncer has one SQLSTATE for everything, and texts of one language. */
function ofPooler(message: string, signIn: RecordSignIn): Trouble {
  if (/no such database|database .* does not exist/i.test(message)) return ['record-database-missing'];
  if (/no more connections/i.test(message)) return ['record-connections-full'];
  if (/authentication failed|no such user|password/i.test(message)) return ['record-refused', { how: signIn }];
  return ['record-unreachable', { reason: 'lost' }];
}

/** Errors of the library pg that have a text only. */
function byText(message: string, signIn: RecordSignIn): Trouble | undefined {
  if (/does not support SSL/i.test(message)) return ['record-without-tls', { reason: 'none' }];
  if (/error establishing an SSL/i.test(message)) return ['record-not-postgres'];
  if (/SASL|password must be a string|no password/i.test(message)) return ['record-refused', { how: signIn }];
  if (/timeout/i.test(message)) return ['record-unreachable', { reason: 'silent' }];
  if (/terminated|not queryable|Connection ended|closed the connection/i.test(message))
    return ['record-unreachable', { reason: 'lost' }];
  return undefined;
}
