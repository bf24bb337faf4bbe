import { type ErrorCode, type ErrorParams, KeydeskError } from '../../../contract/errors/errors.ts';
import { paramsOf } from '../network/fault.ts';
import type { LoginNetwork } from './network.ts';

/**
 * Entra ID's error numbers (learn.microsoft.com/entra/identity-platform/reference-error-codes) that a person can fix.
 */
const byNumber: Readonly<Record<number, ErrorCode>> = {
  90002: 'tenant-unknown',
  900021: 'tenant-unknown',
  900023: 'tenant-unknown',
  700016: 'client-unknown',
  700038: 'client-unknown',
  7000218: 'public-client-off',
  50011: 'redirect-missing',
  7000215: 'client-secret-refused',
  7000222: 'client-secret-expired',
  700027: 'certificate-refused',
  700024: 'clock-skewed',
  65001: 'consent-missing',
  90094: 'consent-missing',
  90008: 'consent-missing',
  50072: 'mfa-required',
  50074: 'mfa-required',
  50076: 'mfa-required',
  50078: 'mfa-required',
  50079: 'mfa-required',
  65004: 'sign-in-declined',
  50173: 'sign-in-expired',
  50132: 'sign-in-expired',
  70000: 'sign-in-expired',
  70008: 'sign-in-expired',
  70043: 'sign-in-expired',
  700082: 'sign-in-expired',
  700084: 'sign-in-expired',
  70019: 'sign-in-timeout',
  70020: 'sign-in-timeout',
  50053: 'sign-in-refused',
  50057: 'sign-in-refused',
  50105: 'sign-in-refused',
  53000: 'sign-in-refused',
  53001: 'sign-in-refused',
  53002: 'sign-in-refused',
  53003: 'sign-in-refused',
};

/** The codes of MSAL and OAuth, used if there is no number or an unknown one. */
const byName: Readonly<Record<string, ErrorCode>> = {
  access_denied: 'sign-in-declined',
  authorization_declined: 'sign-in-declined',
  expired_token: 'sign-in-timeout',
  code_expired: 'sign-in-timeout',
  device_code_expired: 'sign-in-timeout',
  loopback_server_timeout: 'sign-in-port-unavailable',
  no_tokens_found: 'sign-in-needed',
  no_account_found: 'sign-in-needed',
  no_account_in_silent_request: 'sign-in-needed',
  refresh_token_expired: 'sign-in-expired',
  invalid_grant: 'sign-in-expired',
  interaction_required: 'mfa-required',
  consent_required: 'consent-missing',
};

/** Maximum length of foreign text that a person sees, in characters. */
const MAX_MESSAGE = 400;
const MINUTE = 60_000;
/** The clock difference that Entra ID allows: five minutes. */
export const ALLOWED_SKEW = 5 * MINUTE;

/** The properties of a connection that its errors show. */
interface About {
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
}

/**
 * Converts any error of MSAL to a KeydeskError. Params: tenant, clientId or host if the code is about them; sts (the
 * AADSTS number), stsMessage and correlationId from Entra. SECURITY: never a code, token or secret.
 */
export function signInError(thrown: unknown, about: About, network: LoginNetwork): KeydeskError {
  if (thrown instanceof KeydeskError) return thrown;
  const { refusal, fault } = network.trouble;
  if (fault !== undefined) return faultError(fault, about);
  const name = memberOf(thrown, 'errorCode') ?? refusal?.error ?? '';
  const told = [memberOf(thrown, 'errorMessage'), refusal?.error_description].find(text => text?.includes('AADSTS'));
  const number = Number(/AADSTS(\d+)/.exec(told ?? '')?.[1]);
  const code = codeOf(number, name, refusal?.error, told ?? '');
  const correlationId = /Correlation ID: ([\w-]+)/.exec(told ?? '')?.[1] ?? refusal?.correlation_id;
  const params: ErrorParams = {
    ...factsOf(code, about, network.skew),
    ...(Number.isNaN(number) ? {} : { sts: number }),
    ...(told === undefined ? {} : { stsMessage: sentenceOf(told) }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
  return new KeydeskError(code, params, { cause: withoutSecrets(thrown) });
}

function codeOf(number: number, name: string, oauth: string | undefined, told: string): ErrorCode {
  if (number === 700027 && /expired/i.test(told)) return 'certificate-expired';
  return byNumber[number] ?? byName[name] ?? byName[oauth ?? ''] ?? 'sign-in-refused';
}

function faultError(fault: unknown, { authority }: About): KeydeskError {
  if (fault instanceof KeydeskError) return fault;
  const { host } = new URL(authority);
  const { untrusted, ...params } = paramsOf(fault);
  return untrusted === undefined
    ? new KeydeskError('login-unreachable', { host, ...params }, { cause: fault })
    : new KeydeskError('login-untrusted', { host, reason: untrusted }, { cause: fault });
}

function factsOf(code: ErrorCode, { tenantId, clientId }: About, skew: number | null): ErrorParams {
  switch (code) {
    case 'tenant-unknown':
      return { tenant: tenantId };
    case 'client-unknown':
      return { clientId };
    case 'clock-skewed':
      return skew === null ? {} : { minutes: minutesOf(skew) };
    default:
      return {};
  }
}

export function minutesOf(skew: number): number {
  return Math.round(Math.abs(skew) / MINUTE);
}

/** Returns Entra's message without the ids at its end. */
function sentenceOf(told: string): string {
  const start = told.indexOf('AADSTS');
  return (
    told
      .slice(start)
      .split(/\s+(?:Trace ID|Correlation ID|Timestamp):/)[0]
      ?.slice(0, MAX_MESSAGE)
      .trim() ?? ''
  );
}

/** Returns only the name of MSAL's error: its message can quote what was sent. */
function withoutSecrets(thrown: unknown): unknown {
  const code = memberOf(thrown, 'errorCode');
  return code === undefined ? thrown : new Error(`msal: ${code}`);
}

function memberOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  const member = (value as Record<string, unknown>)[name];
  return typeof member === 'string' ? member : undefined;
}
