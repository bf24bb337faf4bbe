import { randomUUID } from 'node:crypto';
import type { PublicClientApplication } from '@azure/msal-node';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { ConnectionSettings } from '../../contract/connections.ts';
import { interactiveAnswer } from '../auth/interactive.ts';
import { type LoginNetwork, loginNetwork } from '../auth/network.ts';
import { type Opener, safeOpener } from '../auth/opener.ts';
import { newPublicClient } from '../auth/publicClient.ts';
import { authorityOf } from '../auth/session.ts';
import { signInError } from '../auth/signInErrors.ts';
import type { Network } from '../network/network.ts';
import { type ProvenIdentity, verifyIdToken } from './idToken.ts';

export interface UserSignInParts {
  openUrl: Opener;
  network: Network;
  loginCa: string | undefined;
  /** Longest wait for a person, in ms. */
  timeout: number;
}

/** Only who it is: no permission of the user's is asked for, and no token of theirs is kept. */
const SCOPES = ['openid', 'profile'];

const discoverySchema = z.object({ issuer: z.url(), jwks_uri: z.url() });
const jwksSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

/**
 * Lets a user sign in in the system's browser, as themselves and now (`prompt=login`), and verifies the ID token that proves
 * it. Nothing of it is kept.
 * @throws KeydeskError those of signInErrors.ts, activation-sign-in-invalid, activation-sign-in-old, cancelled
 */
export async function signInUser(
  connection: ConnectionSettings,
  parts: UserSignInParts,
  opened: () => void,
  signal: AbortSignal,
): Promise<ProvenIdentity> {
  const network = loginNetwork(connection.authority, parts.loginCa, parts.network);
  const nonce = randomUUID();
  const askedAt = Date.now();
  try {
    const { issuer, tenantId, jwks } = await discover(connection, network);
    const client: PublicClientApplication = await newPublicClient(connection, network);
    const answer = await interactiveAnswer(client, {
      request: { scopes: SCOPES, prompt: 'login', nonce },
      open: safeOpener(parts.openUrl, [connection.authority]),
      opened,
      signal,
      timeout: parts.timeout,
    });
    return await verifyIdToken(answer.idToken, {
      jwks,
      issuer,
      audience: connection.clientId,
      tenantId,
      nonce,
      askedAt,
      skew: network.skew ?? 0,
      now: Date.now(),
    });
  } catch (error) {
    throw signInError(error, connection, network);
  }
}

/** OpenID Connect Discovery of the connection's tenant. The network lets no address of another host through. */
async function discover(connection: ConnectionSettings, network: LoginNetwork) {
  const url = `${authorityOf(connection)}/v2.0/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = discoverySchema.parse((await network.sendGetRequestAsync(url)).body);
  const tenantId = new URL(issuer).pathname.split('/')[1] ?? '';
  const { keys } = jwksSchema.parse((await network.sendGetRequestAsync(jwks_uri)).body);
  return { issuer, tenantId, jwks: { keys } as JSONWebKeySet };
}
