import type { ErrorParams } from '../../../contract/errors/errors.ts';

/**
 * Why an exchange failed. `untrusted`: this computer does not trust the certificate. `too-large`: the answer exceeds
 * the limits of the request. `malformed`: the answer does not follow HTTP or its own content encoding.
 */
export type FaultKind = 'cancelled' | 'timeout' | 'unreachable' | 'untrusted' | 'too-large' | 'malformed';

export interface FaultFacts {
  /** Whether part of the request may have reached the server. Default: false. */
  readonly sent?: boolean;
  /** The code of Node, OpenSSL or this module, so that people can search for it. */
  readonly reason?: string;
  /** `host:port` of the proxy that failed. SECURITY: never contains its user name and password. */
  readonly proxy?: string | undefined;
  /** The HTTP status of the proxy's refusal. */
  readonly proxyStatus?: number | undefined;
  readonly cause?: unknown;
}

/** A failed exchange. Callers convert it to errors with their own codes, which people see. */
export class NetworkFault extends Error {
  readonly kind: FaultKind;
  readonly sent: boolean;
  readonly reason: string;
  readonly proxy: string | undefined;
  readonly proxyStatus: number | undefined;

  constructor(kind: FaultKind, { sent = false, reason = '', proxy, proxyStatus, cause }: FaultFacts = {}) {
    super(reason === '' ? kind : `${kind}: ${reason}`, cause === undefined ? {} : { cause });
    this.name = 'NetworkFault';
    this.kind = kind;
    this.sent = sent;
    this.reason = reason;
    this.proxy = proxy;
    this.proxyStatus = proxyStatus;
  }
}

/** Returns the params for messages: the proxy that failed, or why a certificate is not trusted. */
export function paramsOf(fault: unknown): ErrorParams {
  if (!(fault instanceof NetworkFault)) return {};
  const { kind, reason, proxy, proxyStatus } = fault;
  return {
    ...(kind === 'untrusted' ? { untrusted: reason } : {}),
    ...(proxy === undefined ? {} : { proxy }),
    ...(proxyStatus === undefined ? {} : { proxyStatus }),
  };
}

/** Returns whether an answer, or the JSON in it, exceeds its limits. */
export function isTooLarge(error: unknown): error is NetworkFault {
  return error instanceof NetworkFault && error.kind === 'too-large';
}

/** Returns the params for messages about an answer that exceeds its limits. @param most The limit in bytes */
export function sizeOf({ reason }: NetworkFault, most: number): ErrorParams {
  return { what: reason, megabytes: Math.ceil(most / (1024 * 1024)) };
}

/** Error codes of OpenSSL and Node about certificates. */
const CERTIFICATE = /^ERR_TLS_CERT|CERT|SELF_SIGNED|UNABLE_TO_|SIGNATURE|CRL|INVALID_CA|PATH_LENGTH|HOSTNAME_MISMATCH/;

/** Returns whether an error code of Node means that a certificate is not trusted. */
export function isAboutCertificate(reason: string): boolean {
  return CERTIFICATE.test(reason);
}

/** Converts an error of Node to a fault. */
export function toFault(error: unknown, sent: boolean): NetworkFault {
  if (error instanceof NetworkFault) return error;
  const reason = systemCode(error);
  if (isAboutCertificate(reason)) return new NetworkFault('untrusted', { reason, cause: error });
  const malformed = /^(HPE_|ERR_INVALID_|Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(reason);
  // A compressed body that ends too early means that the connection broke.
  const kind = malformed && reason !== 'Z_BUF_ERROR' ? 'malformed' : 'unreachable';
  return new NetworkFault(kind, { sent, reason, cause: error });
}

/** Returns the system's error code, which may be in the cause. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
}
