import { z } from 'zod';
import { failureSchema } from '../errors/failure.ts';
import { pasted, pastedOrEmpty } from '../text/pasted.ts';
import { cloudNames } from './clouds.ts';

/**
 * How tokens are got: by a person in the system's browser or with a device code, by the app itself with a certificate or a
 * secret, or one fixed token that somebody enters (loopback only).
 */
export const signInKinds = ['browser', 'device-code', 'certificate', 'secret', 'token'] as const;
export type SignInKind = (typeof signInKinds)[number];

export const graphVersions = ['v1.0', 'beta'] as const;

const shape = {
  name: pasted(100),
  /** The tenant's id, or one of its domains until the first sign-in tells the id. */
  tenantId: pasted(256),
  /** Of the app registration; empty for a fixed token. */
  clientId: pastedOrEmpty(64),
  /** Root of the sign-in, to which the tenant is added. */
  authority: pasted(512).pipe(z.url()),
  /** Root of Graph, before /v1.0 and /beta. */
  graphUrl: pasted(512).pipe(z.url()),
  version: z.enum(graphVersions),
  signIn: z.enum(signInKinds),
};

/** A connection as the settings keep it. Never a secret. */
export const connectionSchema = z.object({
  id: z.string().min(1).max(64),
  ...shape,
  /** What the tenant calls itself, as Microsoft Graph told last; absent where it was never told. */
  tenantName: z.string().max(256).optional(),
});
export type ConnectionSettings = z.infer<typeof connectionSchema>;

export const newConnectionSchema = z.object(shape);
export type NewConnection = z.infer<typeof newConnectionSchema>;

export const connectionRefSchema = z.object({ id: pasted(64) });

export const connectionChangeSchema = connectionRefSchema.extend({ change: newConnectionSchema.partial() });
/** Members left out stay as they are. */
export type ConnectionChange = z.infer<typeof connectionChangeSchema>['change'];

/** Who is signed in: a person by user principal name, or the app by its name. */
export const accountSchema = z.object({ kind: z.enum(['person', 'app']), name: z.string(), id: z.string() });
export type Account = z.infer<typeof accountSchema>;

/** What the app signs in with, as far as it may be told. `expiresAt` is known of a certificate alone. */
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
  z.object({ kind: z.literal('certificate'), pem: z.string().min(1).max(65_536) }),
]);
export type Credential = z.infer<typeof credentialSchema>;

export const connectionViewSchema = connectionSchema.extend({
  account: accountSchema.nullable(),
  credential: credentialStateSchema.nullable(),
  /** Why it is not known who is signed in, or what the app signs in with: the secrets cannot be read now. Null where it is known. */
  trouble: failureSchema.nullable(),
});
export type ConnectionView = z.infer<typeof connectionViewSchema>;

export const connectionsStateSchema = z.object({
  connections: z.array(connectionViewSchema),
  /** Id of the one that is worked on. */
  current: z.string().nullable(),
  /** Whether sign-ins and secrets outlast this run; else they are kept in memory alone. */
  lasting: z.boolean(),
});
export type ConnectionsState = z.infer<typeof connectionsStateSchema>;

export const signInRequestSchema = connectionRefSchema.extend({
  /** In place of the connection's own way, for a person. */
  method: z.enum(['browser', 'device-code']).optional(),
  /** BCP 47 tag of the language that the browser shows at the end. */
  language: z.string().max(35).optional(),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

/** A sign-in from its start to its one end. */
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

/** Pages of Microsoft's that Keydesk opens in the system's browser: the admin center of a cloud, and consent for a connection. */
export const openPageSchema = z.discriminatedUnion('page', [
  z.object({ page: z.literal('admin-center'), cloud: z.enum(cloudNames) }),
  connectionRefSchema.extend({ page: z.literal('admin-consent') }),
]);
export type OpenPage = z.infer<typeof openPageSchema>;

/** What is checked, in the order of the report. */
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

/** `unknown`: nothing tells but the use of it. */
export const checkStatuses = ['passed', 'failed', 'not-needed', 'unknown'] as const;

export const checkLineSchema = z.object({
  name: z.enum(checkNames),
  status: z.enum(checkStatuses),
  /** What was found: who is signed in, the permission that is there, how many milliseconds. */
  detail: z.string().nullable(),
  failure: failureSchema.nullable(),
});
export type CheckLine = z.infer<typeof checkLineSchema>;

/** `user`: whom a passkey could be offered to. `userSignIn` lets somebody sign in as users do at a station, in a browser. */
export const checkRequestSchema = z.object({ user: pasted(512).optional(), userSignIn: z.boolean().optional() });
export type CheckRequest = z.infer<typeof checkRequestSchema>;

export const checkReportSchema = z.object({ ok: z.boolean(), lines: z.array(checkLineSchema) });
export type CheckReport = z.infer<typeof checkReportSchema>;
