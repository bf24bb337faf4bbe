import { z } from 'zod';
import { toBase64url } from '../../ctap/bytes.ts';
import { type CreationOptions, creationOptionsSchema, toCreationOptions } from './creationOptions.ts';
import { encodeUrlToken } from './encoding.ts';
import type { Requests } from './requests.ts';

const methodSchema = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  aaGuid: z.string().nullish(),
  model: z.string().nullish(),
  attestationLevel: z.string().nullish(),
  lastUsedDateTime: z.string().nullish(),
});
export type Fido2Method = z.infer<typeof methodSchema>;

const listSchema = z.object({ value: z.array(methodSchema) });

/** A credential ready to be registered. */
export interface Registration {
  readonly displayName: string;
  readonly credentialId: Uint8Array;
  readonly clientDataJSON: Uint8Array;
  readonly attestationObject: Uint8Array;
}

interface Options {
  signal?: AbortSignal | undefined;
}

/** The fido2Methods of a user, who is named by object id or user principal name (graph.md, 1 to 3). */
export interface Fido2MethodCalls {
  list(user: string, options?: Options): Promise<Fido2Method[]>;
  /** The method of a credential id; undefined when it is not registered. */
  find(user: string, credentialId: Uint8Array, options?: Options): Promise<Fido2Method | undefined>;
  /** `challengeTimeoutInMinutes` (5 to 43200) needs beta. */
  creationOptions(user: string, options?: Options & { challengeTimeoutInMinutes?: number }): Promise<CreationOptions>;
  create(user: string, registration: Registration, options?: Options): Promise<Fido2Method>;
  /** @throws KeydeskError passkey-not-found */
  delete(user: string, id: string, options?: Options): Promise<void>;
}

export function fido2MethodCalls(requests: Requests): Fido2MethodCalls {
  const pathOf = (user: string) => `/users/${encodeURIComponent(user)}/authentication/fido2Methods`;
  const aboutUser = (user: string) => ({ subject: 'user' as const, name: user });
  const list: Fido2MethodCalls['list'] = async (user, { signal } = {}) =>
    (await requests.send({ path: pathOf(user), signal, ...aboutUser(user) }, listSchema)).value;

  return {
    list,
    find: async (user, credentialId, options) => {
      const id = encodeUrlToken(credentialId);
      return (await list(user, options)).find(method => method.id === id);
    },
    creationOptions: async (user, { signal, challengeTimeoutInMinutes } = {}) => {
      // The function-call form: the query-string form was seen to be refused with 405.
      const call =
        challengeTimeoutInMinutes === undefined
          ? { path: `${pathOf(user)}/creationOptions` }
          : {
              path: `${pathOf(user)}/creationOptions(challengeTimeoutInMinutes=${challengeTimeoutInMinutes})`,
              version: 'beta' as const,
            };
      return toCreationOptions(await requests.send({ ...call, signal, ...aboutUser(user) }, creationOptionsSchema));
    },
    create: (user, registration, { signal } = {}) =>
      requests.send(
        { path: pathOf(user), method: 'POST', body: registrationBody(registration), signal, ...aboutUser(user) },
        methodSchema,
      ),
    delete: (user, id, { signal } = {}) =>
      requests.run({ path: `${pathOf(user)}/${encodeURIComponent(id)}`, method: 'DELETE', signal, subject: 'method' }),
  };
}

/** No `@odata.type`: Graph was seen to refuse it with a 400. */
function registrationBody({ displayName, credentialId, clientDataJSON, attestationObject }: Registration) {
  return {
    displayName,
    publicKeyCredential: {
      id: toBase64url(credentialId),
      response: { clientDataJSON: toBase64url(clientDataJSON), attestationObject: toBase64url(attestationObject) },
      clientExtensionResults: {},
    },
  };
}
