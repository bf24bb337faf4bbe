import { z } from 'zod';
import { KeydeskError } from '../../contract/errors.ts';
import { toBase64url } from '../../ctap/bytes.ts';
import { type CreationOptions, creationOptionsSchema, toCreationOptions } from './creationOptions.ts';
import { encodeUrlToken } from './encoding.ts';
import { optionalText } from './members.ts';
import type { Requests } from './requests.ts';
import { userPath } from './users.ts';

const methodSchema = z.object({
  /** UrlToken of the credential id (graph.md, 2). */
  id: z.string().min(1),
  displayName: optionalText,
  createdDateTime: optionalText,
  aaGuid: optionalText,
  model: optionalText,
  /** `attested` or `notAttested`. */
  attestationLevel: optionalText,
  /** `deviceBound` or `synced`. */
  passkeyType: optionalText,
  /** Beta only. */
  lastUsedDateTime: optionalText,
});
/** A passkey of a user as Graph tells it; null where it tells nothing. */
export type Fido2Method = z.infer<typeof methodSchema>;

const listSchema = z.object({ value: z.array(methodSchema) });

/** A credential ready to be registered. */
export interface Registration {
  /** 1 to 30 characters; there is no call to change it later. */
  readonly displayName: string;
  readonly credentialId: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
  readonly clientExtensionResults?: Readonly<Record<string, unknown>>;
}

interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The lifetimes of a challenge that beta takes, in minutes (graph.md, 1). */
const CHALLENGE_MINUTES = { min: 5, max: 43_200 };

/** The fido2Methods of a user, who is named by object id or user principal name (graph.md, 1 to 3). */
export interface Fido2MethodCalls {
  /** @throws KeydeskError user-not-found, graph-… */
  list(user: string, options?: CallOptions): Promise<Fido2Method[]>;
  /** The method of a credential id; undefined when it is not registered. @throws KeydeskError user-not-found, graph-… */
  find(user: string, credentialId: Uint8Array, options?: CallOptions): Promise<Fido2Method | undefined>;
  /**
   * Without side effect. A lifetime of the challenge, 5 to 43200 minutes, always goes to beta.
   * @throws KeydeskError invalid-input, user-not-found, graph-…
   */
  creationOptions(
    user: string,
    options?: CallOptions & { readonly challengeTimeoutInMinutes?: number },
  ): Promise<CreationOptions>;
  /**
   * Registers a credential. After a failure other than a refusal (unreachable, timeout, unavailable, malformed, cancelled)
   * it may be registered all the same: `find` tells.
   * @throws KeydeskError user-not-found, challenge-expired, aaguid-refused, attestation-refused, graph-…, cancelled
   */
  create(user: string, registration: Registration, options?: CallOptions): Promise<Fido2Method>;
  /** @throws KeydeskError passkey-not-found, graph-… */
  delete(user: string, methodId: string, options?: CallOptions): Promise<void>;
}

export function fido2MethodCalls(requests: Requests, version: 'v1.0' | 'beta'): Fido2MethodCalls {
  const pathOf = (user: string) => `${userPath(user)}/authentication/fido2Methods`;
  const about = (user: string, { signal }: CallOptions) => ({ subject: 'user' as const, user, signal });

  const list: Fido2MethodCalls['list'] = async (user, options = {}) =>
    (await requests.send({ path: pathOf(user), ...about(user, options) }, listSchema)).value;

  const find: Fido2MethodCalls['find'] = async (user, credentialId, options) => {
    const id = encodeUrlToken(credentialId);
    return (await list(user, options)).find(method => method.id === id);
  };

  return {
    list,
    find,
    creationOptions: async (user, options = {}) => {
      const path = `${pathOf(user)}/creationOptions`;
      const minutes = options.challengeTimeoutInMinutes ?? (version === 'beta' ? CHALLENGE_MINUTES.min : undefined);
      const request =
        minutes === undefined ? { path } : ({ path: `${path}${lifetime(minutes)}`, version: 'beta' } as const);
      return toCreationOptions(await requests.send({ ...request, ...about(user, options) }, creationOptionsSchema));
    },
    create: (user, registration, options = {}) =>
      requests.send(
        { path: pathOf(user), method: 'POST', body: registrationBody(registration), ...about(user, options) },
        methodSchema,
      ),
    delete: (user, methodId, { signal } = {}) =>
      requests.run({
        path: `${pathOf(user)}/${encodeURIComponent(methodId)}`,
        method: 'DELETE',
        subject: 'method',
        signal,
      }),
  };
}

/** The function-call form: the query-string form was seen to be refused with 405. */
function lifetime(minutes: number): string {
  const { min, max } = CHALLENGE_MINUTES;
  if (!Number.isInteger(minutes) || minutes < min || minutes > max) {
    throw new KeydeskError('invalid-input', { detail: `a challenge lives ${min} to ${max} minutes` });
  }
  return `(challengeTimeoutInMinutes=${minutes})`;
}

/** Every member base64url without padding (graph.md, 2 and 3); no `@odata.type`, which Graph was seen to refuse. */
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
