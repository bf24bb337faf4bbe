import { randomUUID } from 'node:crypto';

/** Errors of Entra ID: the number, the OAuth error, and the message. `{}` is replaced with the subject of the error. */
const refusals = {
  90002: ['invalid_tenant', "Tenant '{}' not found. Check to make sure you have the correct tenant ID."],
  900144: ['invalid_request', "The request body must contain the following parameter: '{}'."],
  700016: ['unauthorized_client', "Application with identifier '{}' was not found in the directory 'Contoso'."],
  7000218: [
    'invalid_client',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  7000215: ['invalid_client', "Invalid client secret provided for app '{}'."],
  7000222: ['invalid_client', "The provided client secret keys for app '{}' are expired."],
  700024: ['invalid_client', 'Client assertion is not within its valid time range. {}'],
  700027: ['invalid_client', 'Client assertion failed signature validation. [Reason - {}]'],
  50011: ['invalid_request', "The redirect URI '{}' specified in the request does not match those of the application."],
  50013: ['invalid_client', 'Assertion failed signature validation. {}'],
  50034: ['invalid_grant', "The user account '{}' does not exist in the Contoso directory."],
  50057: ['invalid_grant', 'The user account is disabled.'],
  50076: [
    'interaction_required',
    'Due to a configuration change made by your administrator, you must use multi-factor authentication to access the resource.',
  ],
  50078: [
    'interaction_required',
    'Presented multi-factor authentication has expired due to policies configured by your administrator.',
  ],
  50126: ['invalid_grant', 'Error validating credentials due to invalid username or password.'],
  50173: ['invalid_grant', 'The provided grant has expired due to it being revoked, a fresh auth token is needed.'],
  53003: ['access_denied', 'Access has been blocked by Conditional Access policies.'],
  54005: ['invalid_grant', 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.'],
  501481: [
    'invalid_grant',
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  ],
  65001: [
    'invalid_grant',
    "The user or administrator has not consented to use the application with ID '{}' named 'Keydesk'.",
    'consent_required',
  ],
  65004: ['access_denied', 'User declined to consent to access the app.'],
  70000: ['invalid_grant', 'Provided grant is invalid or malformed.'],
  70003: ['unsupported_grant_type', "The app requested an unsupported grant type '{}'."],
  70008: ['invalid_grant', 'The provided authorization code or refresh token has expired due to inactivity.'],
  70011: ['invalid_scope', "The provided value for the input parameter 'scope' is not valid. The scope '{}' is not."],
  70016: ['authorization_pending', 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.'],
  70019: ['expired_token', 'Verification code expired.'],
  90094: ['consent_required', 'An administrator of Contoso has set a policy that prevents you from granting Keydesk.'],
  500011: ['invalid_resource', "The resource principal named '{}' was not found in the tenant named Contoso."],
} as const satisfies Record<number, readonly [error: string, words: string, suberror?: string]>;
export type RefusalNumber = keyof typeof refusals;

/** An error in Entra ID's form. */
export class StsRefusal extends Error {
  readonly number: RefusalNumber;
  /** The OAuth error code (RFC 6749, 5.2). */
  readonly error: string;
  readonly suberror: string | undefined;

  constructor(number: RefusalNumber, about = '') {
    const [error, words, suberror] = refusals[number] as readonly [string, string, string?];
    super(`AADSTS${number}: ${words.replace('{}', about).trim()}`);
    this.number = number;
    this.error = error;
    this.suberror = suberror;
  }

  /** Returns the body of an error of the token endpoint. */
  body(now: number): object {
    const [traceId, correlationId] = [randomUUID(), randomUUID()];
    const timestamp = `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`;
    return {
      error: this.error,
      error_description: `${this.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [this.number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      ...(this.suberror === undefined ? {} : { suberror: this.suberror }),
    };
  }

  /** Returns the HTTP status: 401 if client authentication fails (RFC 6749, 5.2). */
  get status(): number {
    return this.error === 'invalid_client' ? 401 : 400;
  }
}
