import type { ConfidentialClientApplication } from '@azure/msal-node';
import type { Account, ConnectionSettings, Credential } from '../../../contract/connections/schema.ts';
import { isTenantId } from '../../../contract/connections/tenantLabel.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { readCertificate } from './certificate.ts';
import type { LoginNetwork } from './network.ts';
import { authorityOf, claimsOf, type Session, scopeOf } from './session.ts';
import { signInError } from './signInErrors.ts';

export interface AppSessionParts {
  connection: ConnectionSettings;
  network: LoginNetwork;
  /** Reads the credential again for every new token; undefined if there is none. */
  credential(): Promise<Credential | undefined>;
}

/** Signs in as the app itself. Its tokens stay in memory: with the credential, a new token takes one request. */
export function appSession({ connection, network, credential }: AppSessionParts): Session {
  let client: { of: string; app: ConfidentialClientApplication } | undefined;
  let known: Account | null = null;
  let tenantId: string | undefined;

  const clientNow = async () => {
    const present = await credential();
    if (present === undefined) throw new KeydeskError('credential-missing', { what: connection.signIn });
    // Checks this also if a client exists: a certificate may expire while Keydesk runs.
    const auth = authOf(present);
    const of = JSON.stringify(present);
    if (client?.of !== of) client = { of, app: await newClient(connection, network, auth) };
    return client.app;
  };

  return {
    token: async (fresh, claims, scope = scopeOf(connection)) => {
      const app = await clientNow();
      network.forget();
      try {
        const answer = await app.acquireTokenByClientCredential({
          scopes: [scope],
          skipCache: fresh,
          ...(claims === undefined ? {} : { claims }),
        });
        if (answer === null) throw new KeydeskError('sign-in-refused');
        known = accountOf(answer.accessToken, connection);
        tenantId = tenantOf(answer.accessToken);
        return { token: answer.accessToken, expiresAt: answer.expiresOn?.getTime() ?? 0 };
      } catch (error) {
        throw signInError(error, connection, network);
      }
    },
    account: async () => known,
    get tenantId() {
      return tenantId;
    },
    skew: () => network.skew,
  };
}

/** Loads MSAL only when it is needed, so that nobody waits for it before a sign-in. */
async function newClient(connection: ConnectionSettings, network: LoginNetwork, auth: ReturnType<typeof authOf>) {
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  return new ConfidentialClientApplication({
    auth: {
      ...auth,
      clientId: connection.clientId,
      authority: authorityOf(connection),
      // Skips the request to Microsoft's public cloud about this host: the settings say that it is trusted.
      knownAuthorities: [new URL(connection.authority).host],
    },
    system: { networkClient: network },
  });
}

function authOf(credential: Credential) {
  if (credential.kind === 'secret') return { clientSecret: credential.secret };
  const { thumbprint, privateKey, certificate } = readCertificate(credential.pem);
  return { clientCertificate: { thumbprintSha256: thumbprint, privateKey, x5c: certificate } };
}

/**
 * Returns the tenant of a token. MSAL reads the tenant only from an ID token, which an app does not get. The token came
 * from the sign-in itself, over https.
 */
function tenantOf(token: string): string | undefined {
  const { tid } = claimsOf(token);
  return typeof tid === 'string' && isTenantId(tid) ? tid.toLowerCase() : undefined;
}

function accountOf(token: string, { clientId }: ConnectionSettings): Account {
  const { app_displayname: name, oid } = claimsOf(token);
  return {
    kind: 'app',
    name: typeof name === 'string' ? name : clientId,
    id: typeof oid === 'string' ? oid : clientId,
  };
}
