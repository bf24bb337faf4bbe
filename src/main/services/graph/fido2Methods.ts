import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { toBase64url } from '../../../ctap/bytes.ts';
import { type CreationOptions, creationOptionsSchema, toCreationOptions } from './creationOptions.ts';
import { isIdOf } from './encoding.ts';
import { type GraphTarget, rootOf } from './graphTarget.ts';
import { pathOfLink } from './links.ts';
import { describingText, optionalLink, optionalList } from './members.ts';
import { everyItem } from './paging.ts';
import type { Requests } from './requests.ts';
import { userPath } from './users.ts';

const methodSchema = z
  .object({
    /** The UrlToken of the credential id (graph.md, 2), or a GUID. */
    id: z.string().min(1),
    // An unreadable id fails the whole list, because it may be any passkey. Other unreadable members are only unknown.
    displayName: describingText,
    createdDateTime: describingText,
    /** The examples of the documentation use this name. */
    creationDateTime: describingText,
    aaGuid: describingText,
    model: describingText,
    /** `attested` or `notAttested`. */
    attestationLevel: describingText,
    /** `deviceBound` or `synced`. */
    passkeyType: describingText,
    /** Only in beta. */
    lastUsedDateTime: describingText,
  })
  .transform(({ creationDateTime, ...method }) => ({
    ...method,
    createdDateTime: method.createdDateTime ?? creationDateTime,
  }));
/** A passkey of a user as Graph returns it. Null members are unknown. */
export type Fido2Method = z.infer<typeof methodSchema>;

const listSchema = z.object({ value: optionalList(methodSchema), '@odata.nextLink': optionalLink });

/** A user's passkeys, and the version of Graph that returned the times of last use; null if none did. */
export interface ListedMethods {
  readonly methods: readonly Fido2Method[];
  readonly lastUsedFrom: GraphTarget['version'] | null;
}

/** A credential that is ready for registration. */
export interface Registration {
  /** 1 to 30 characters. Graph cannot change it later. */
  readonly displayName: string;
  readonly credentialId: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
  readonly clientExtensionResults?: Readonly<Record<string, unknown>>;
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How long a complete list waits for the times of last use, in ms. */
const USES_GRACE = 3000;

/** The lifetimes of a challenge that beta accepts, in minutes (graph.md, 1). */
const CHALLENGE_MINUTES = { min: 5, max: 43_200 };

/** The fido2Methods of a user. A user is an object id or a user principal name (graph.md, 1 to 3). */
export interface Fido2MethodCalls {
  /** @throws KeydeskError user-not-found, graph-… */
  list(user: string, options?: CallOptions): Promise<Fido2Method[]>;
  /**
   * Lists the passkeys with the times of last use. Only beta returns these times, so it is asked too. If beta fails or
   * takes too long, they stay unknown.
   * @throws KeydeskError user-not-found, graph-…
   */
  listWithUse(user: string, options?: CallOptions): Promise<ListedMethods>;
  /**
   * Returns the method of a credential id, or undefined if it is not registered.
   * @throws KeydeskError user-not-found, graph-…
   */
  find(user: string, credentialId: Uint8Array, options?: CallOptions): Promise<Fido2Method | undefined>;
  /**
   * Reads creation options. Has no side effect. A request with a lifetime of the challenge, 5 to 43200 minutes, always
   * goes to beta.
   * @throws KeydeskError invalid-input, user-not-found, graph-…
   */
  creationOptions(
    user: string,
    options?: CallOptions & { readonly challengeTimeoutInMinutes?: number },
  ): Promise<CreationOptions>;
  /**
   * Registers a credential. After an error that is not a refusal (unreachable, timeout, unavailable, malformed,
   * cancelled) it may be registered anyway: call `find` to check. If the id in the response differs from the
   * credential's, this looks for the method in the list, and returns the response if the list does not have it yet.
   * @throws KeydeskError user-not-found, challenge-expired, aaguid-refused, attestation-refused, graph-…, cancelled
   */
  create(user: string, registration: Registration, options?: CallOptions): Promise<Fido2Method>;
  /** @throws KeydeskError passkey-not-found, graph-… */
  delete(user: string, methodId: string, options?: CallOptions): Promise<void>;
}

interface Calls {
  readonly requests: Requests;
  readonly target: GraphTarget;
  /** How long a complete list waits for the times of last use, in ms. */
  readonly usesGrace: number;
}

export function fido2MethodCalls(
  requests: Requests,
  target: GraphTarget,
  { usesGrace = USES_GRACE, now = Date.now }: { usesGrace?: number | undefined; now?: () => number } = {},
): Fido2MethodCalls {
  const calls: Calls = { requests, target, usesGrace };
  const { version } = target;
  const list: Fido2MethodCalls['list'] = (user, options = {}) => listFrom(calls, version, user, options);
  return {
    list,
    listWithUse: (user, options = {}) => listWithUse(calls, user, options),
    find: async (user, credentialId, options) =>
      (await list(user, options)).find(method => isIdOf(method.id, credentialId)),
    creationOptions: async (user, options = {}) => {
      const path = `${pathOf(user)}/creationOptions`;
      const minutes = options.challengeTimeoutInMinutes ?? (version === 'beta' ? CHALLENGE_MINUTES.min : undefined);
      const request =
        minutes === undefined ? { path } : ({ path: `${path}${lifetime(minutes)}`, version: 'beta' } as const);
      const raw = await requests.send({ ...request, ...about(user, options) }, creationOptionsSchema);
      return toCreationOptions(raw, now());
    },
    create: (user, registration, options = {}) => create(calls, user, registration, options),
    delete: (user, methodId, { signal } = {}) =>
      requests.run({
        path: `${pathOf(user)}/${encodeURIComponent(methodId)}`,
        method: 'DELETE',
        subject: 'method',
        signal,
      }),
  };
}

function pathOf(user: string): string {
  return `${userPath(user)}/authentication/fido2Methods`;
}

function about(user: string, { signal }: CallOptions) {
  return { subject: 'user' as const, user, signal };
}

function listFrom(
  { requests, target }: Calls,
  from: GraphTarget['version'],
  user: string,
  options: CallOptions,
): Promise<Fido2Method[]> {
  return everyItem(async link => {
    const path = link ?? pathOf(user);
    const page = await requests.send({ path, version: from, ...about(user, options) }, listSchema);
    const next = page['@odata.nextLink'];
    return { items: page.value, next: next && pathOfLink(next, rootOf(target), from) };
  });
}

async function listWithUse(calls: Calls, user: string, options: CallOptions): Promise<ListedMethods> {
  const { version } = calls.target;
  if (version === 'beta') return { methods: await listFrom(calls, version, user, options), lastUsedFrom: version };
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, ...(options.signal ? [options.signal] : [])]);
  // The list itself comes from v1.0, and its errors are thrown. If beta fails, the last use is unknown.
  const asked = listFrom(calls, 'beta', user, { signal }).catch(() => undefined);
  try {
    const methods = await listFrom(calls, version, user, options);
    const late = setTimeout(() => enough.abort(), calls.usesGrace);
    const uses = await asked.finally(() => clearTimeout(late));
    if (uses === undefined) return { methods, lastUsedFrom: null };
    const byId = new Map(uses.map(({ id, lastUsedDateTime }) => [id, lastUsedDateTime]));
    const used = methods.map(method => ({
      ...method,
      lastUsedDateTime: method.lastUsedDateTime ?? byId.get(method.id) ?? null,
    }));
    return { methods: used, lastUsedFrom: 'beta' };
  } finally {
    enough.abort();
  }
}

async function create(
  calls: Calls,
  user: string,
  registration: Registration,
  options: CallOptions,
): Promise<Fido2Method> {
  const created = await calls.requests.send(
    { path: pathOf(user), method: 'POST', body: registrationBody(registration), ...about(user, options) },
    methodSchema,
  );
  const { credentialId } = registration;
  if (isIdOf(created.id, credentialId)) return created;
  // Entra has accepted the credential. A list that fails or is delayed does not change that.
  const listed = await listFrom(calls, calls.target.version, user, options).catch(() => []);
  return listed.find(({ id }) => isIdOf(id, credentialId)) ?? listed.find(({ id }) => id === created.id) ?? created;
}

/** Uses the function-call form: Graph has refused the query-string form with 405. */
function lifetime(minutes: number): string {
  const { min, max } = CHALLENGE_MINUTES;
  if (!Number.isInteger(minutes) || minutes < min || minutes > max) {
    throw new KeydeskError('invalid-input', { detail: 'challenge-minutes', min, max });
  }
  return `(challengeTimeoutInMinutes=${minutes})`;
}

/**
 * Returns a body in which every member is base64url without padding (graph.md, 2 and 3). It has no `@odata.type`, which
 * Graph has refused.
 */
function registrationBody(registration: Registration) {
  return {
    displayName: registration.displayName,
    publicKeyCredential: {
      id: toBase64url(registration.credentialId),
      response: {
        clientDataJSON: toBase64url(registration.clientDataJSON),
        attestationObject: toBase64url(registration.attestationObject),
      },
      clientExtensionResults: registration.clientExtensionResults ?? {},
    },
  };
}
