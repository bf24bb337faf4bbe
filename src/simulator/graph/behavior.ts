import { z } from 'zod';
import { GraphRefusal } from './answers.ts';

/** The ways in which Graph reports an expired link (docs/graph.md, 6). */
export const expiredLinkForms = [
  'gone',
  'gone-with-location',
  'sync-state-400',
  'sync-state-404',
  'page-token',
  'too-old',
] as const;
type ExpiredLinkForm = (typeof expiredLinkForms)[number];

const protections = [
  'userVerificationOptional',
  'userVerificationOptionalWithCredentialIDList',
  'userVerificationRequired',
] as const;

/** Variants of behavior for which Microsoft's documentation allows more than one (docs/graph.md, 9). */
export const behaviorSchema = z.strictObject({
  /** Whether the tenant has Entra ID P1 or P2. Without it, the registration report is refused. */
  premium: z.boolean().default(true),
  /** Whether the report allows only 5 requests in 10 seconds. */
  reportLimit: z.boolean().default(true),
  /** How links respond after `expireLinks`. */
  expiredLink: z.enum(expiredLinkForms).default('gone'),
  /** Delta rounds contain empty pages, repeated entries and `@removed` objects, in a first round, too. */
  untidyRounds: z.boolean().default(false),
  /**
   * Ids of methods: the UrlToken of the credential id, as real tenants return, or a GUID, as in the documentation's
   * example.
   */
  methodIds: z.enum(['credential', 'guid']).default('credential'),
  /** The RP id of real tenants, or the one of the documentation's example. */
  rpId: z.enum(['login.microsoft.com', 'login.microsoftonline.com']).default('login.microsoft.com'),
  /** The protection of new credentials (WebAuthn Level 3, credProtect). */
  credentialProtection: z.enum(protections).default('userVerificationOptional'),
});

export const behaviorChangeSchema = z
  .strictObject({
    premium: z.boolean(),
    reportLimit: z.boolean(),
    expiredLink: z.enum(expiredLinkForms),
    untidyRounds: z.boolean(),
    methodIds: z.enum(['credential', 'guid']),
    rpId: z.enum(['login.microsoft.com', 'login.microsoftonline.com']),
    credentialProtection: z.enum(protections),
  })
  .partial();

const SYNC_STATE =
  'The sync state generation is not found. The delta token is expired and data must be synchronized again.';
const PAGE_TOKEN = 'The specified page token value has expired and can no longer be included in your request.';

/** Returns the error for an expired delta link. @param start the first request of the round, for the Location header */
export function expiredLink(form: ExpiredLinkForm, start: string): GraphRefusal {
  switch (form) {
    case 'gone':
      return new GraphRefusal(410, 'resyncRequired', 'Resync required. Start a full synchronization.');
    case 'gone-with-location':
      return new GraphRefusal(410, 'resyncRequired', 'Resync required.', { location: `${start}?$deltatoken=` });
    case 'sync-state-400':
      return new GraphRefusal(400, 'syncStateNotFound', SYNC_STATE);
    case 'sync-state-404':
      return new GraphRefusal(404, 'syncStateNotFound', SYNC_STATE);
    case 'page-token':
      return expiredPage();
    case 'too-old':
      return new GraphRefusal(400, 'BadRequest', 'The specified deltaToken is older than 30 days.');
  }
}

/** Returns the error for an expired `$skiptoken` of an ordinary list. */
export function expiredPage(): GraphRefusal {
  return new GraphRefusal(400, 'Directory_ExpiredPageToken', PAGE_TOKEN);
}
