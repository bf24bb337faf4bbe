import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted, pastedOrEmpty, reference } from '../text/pasted.ts';
import { MAX_PEM } from '../text/pem.ts';
import { cloudNames } from './clouds.ts';

/**
 * How Keydesk obtains tokens: a person signs in in the system's browser or with a device code, the app uses a
 * certificate or a secret, or a person enters one fixed token (loopback only).
 */
export const signInKinds = ['browser', 'device-code', 'certificate', 'secret', 'token'] as const;
export type SignInKind = (typeof signInKinds)[number];

export const graphVersions = ['v1.0', 'beta'] as const;

const shape = {
  name: pasted(100),
  /** The tenant's id, or one of its domains until the first sign-in returns the id. */
  tenantId: pasted(256),
  /** Client id of the app registration; empty for a fixed token. */
  clientId: pastedOrEmpty(64),
  /** Base URL of the sign-in. The tenant is appended. */
  authority: pasted(512).pipe(z.url()),
  /** Base URL of Graph, without /v1.0 and /beta. */
  graphUrl: pasted(512).pipe(z.url()),
  version: z.enum(graphVersions),
  signIn: z.enum(signInKinds),
};

/** A connection as the settings store it. Never a secret. */
export const connectionSchema = z.object({
  id: z.string().min(1).max(64),
  ...shape,
  /** The tenant's display name, as Microsoft Graph last returned it; absent if it was never read. */
  tenantName: z.string().max(256).optional(),
});
export type ConnectionSettings = z.infer<typeof connectionSchema>;

export const newConnectionSchema = z.object(shape);
export type NewConnection = z.infer<typeof newConnectionSchema>;

export const connectionRefSchema = z.object({ id: reference(64) });

export const connectionChangeSchema = connectionRefSchema.extend({ change: newConnectionSchema.partial() });
/** Omitted members do not change. */
export type ConnectionChange = z.infer<typeof connectionChangeSchema>['change'];

/** The signed-in account: a person by user principal name, or the app by its name. */
export const accountSchema = z.object({ kind: z.enum(['person', 'app']), name: z.string(), id: z.string() });
export type Account = z.infer<typeof accountSchema>;

/** Facts about the app's credential, without the secret. `expiresAt` is known only for a certificate. */
export const credentialStateSchema = z.object({
  kind: z.enum(['secret', 'certificate']),
  subject: z.string().nullable(),
  thumbprint: z.string().nullable(),
  expiresAt: z.string().nullable(),
});
export type CredentialState = z.infer<typeof credentialStateSchema>;

/** PEM: certificate and private key in one text. */
export const credentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('secret'), secret: pasted(1024) }),
  z.object({ kind: z.literal('certificate'), pem: z.string().min(1).max(MAX_PEM) }),
]);
export type Credential = z.infer<typeof credentialSchema>;

export const connectionViewSchema = connectionSchema.extend({
  account: accountSchema.nullable(),
  credential: credentialStateSchema.nullable(),
  /** Why the account or the credential is unknown: the secrets cannot be read now. Null if they are known. */
  trouble: failureSchema.nullable(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

export const connectionsStateSchema = z.object({
  connections: z.array(connectionViewSchema),
  /** Id of the current connection. */
  current: z.string().nullable(),
  /** Whether sign-ins and secrets are stored on disk. If not, they are kept only in memory until Keydesk closes. */
  lasting: z.boolean(),
});
export type ConnectionsState = z.infer<typeof connectionsStateSchema>;

export const signInRequestSchema = connectionRefSchema.extend({
  /** Overrides the connection's kind of sign-in, for a person. */
  method: z.enum(['browser', 'device-code']).optional(),
  /** BCP 47 tag of the language of the browser's final page. */
  language: z.string().max(35).optional(),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** The events of a sign-in, with exactly one end. */
export const signInEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('browser-opened') }),
  z.object({
    kind: z.literal('device-code'),
    userCode: z.string(),
    verificationUri: z.string(),
    expiresAt: z.string(),
  }),
  z.object({ kind: z.literal('done'), account: accountSchema }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
]);
export type SignInEvent = z.infer<typeof signInEventSchema>;

/**
 * Microsoft's pages that Keydesk opens in the system's browser: the admin center of a cloud, and consent for a
 * connection.
 */
export const openPageSchema = z.discriminatedUnion('page', [
  z.object({ page: z.literal('admin-center'), cloud: z.enum(cloudNames) }),
  connectionRefSchema.extend({ page: z.literal('admin-consent') }),
]);
export type OpenPage = z.infer<typeof openPageSchema>;

/** The checks, in the order of the report. */
export const checkNames = [
  'token',
  'clock',
  'permission-passkeys',
  'permission-users',
  'permission-groups',
  'permission-policy',
  'permission-reports',
  'role',
  'users',
  'groups',
  'registrations',
  'policy',
  'creation-options',
  'user-sign-in',
] as const;
export type CheckName = (typeof checkNames)[number];

/** `unknown`: only actual use shows it. */
export const checkStatuses = ['passed', 'failed', 'not-needed', 'unknown'] as const;

export const checkLineSchema = z.object({
  name: z.enum(checkNames),
  status: z.enum(checkStatuses),
  /** The result: the account, the granted permission, or the time in milliseconds. */
  detail: z.string().nullable(),
  failure: failureSchema.nullable(),
});
export type CheckLine = z.infer<typeof checkLineSchema>;

/**
 * `user`: the user for whom passkey creation options are requested. `userSignIn`: a person signs in as users do at a
 * station, in a browser.
 */
export const checkRequestSchema = z.object({ user: reference(512).optional(), userSignIn: z.boolean().optional() });
export type CheckRequest = z.infer<typeof checkRequestSchema>;

export const checkReportSchema = z.object({ ok: z.boolean(), lines: z.array(checkLineSchema) });
export type CheckReport = z.infer<typeof checkReportSchema>;
