import { randomUUID } from 'node:crypto';
import type { PublicClientApplication } from '@azure/msal-node';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { hasCode } from '../../../contract/errors/failure.ts';
import { interactiveAnswer } from '../../services/auth/interactive.ts';
import { type LoginNetwork, loginNetwork } from '../../services/auth/network.ts';
import { safeOpener } from '../../services/auth/opener.ts';
import type { PrivateBrowser, PrivateWindow } from '../../services/auth/privateBrowser.ts';
import { newPublicClient } from '../../services/auth/publicClient.ts';
import { authorityOf } from '../../services/auth/session.ts';
import { signInError } from '../../services/auth/signInErrors.ts';
import type { Network } from '../../services/network/network.ts';
import { type ProvenIdentity, verifyIdToken } from './idToken.ts';

export interface UserSignInParts {
  browser: PrivateBrowser | undefined;
  network: Network;
  loginCa: string | undefined;
  /** Maximum wait for a person, in ms. */
  timeout: number;
}

/** Only the identity: Keydesk requests no permission of the user and keeps no token. */
const SCOPES = ['openid', 'profile'];
/** OpenID Connect Core, 5.5. Entra ID may ignore this claim. Then the app registration must have it as an optional claim. */
const CLAIMS = JSON.stringify({ id_token: { auth_time: { essential: true } } });

const discoverySchema = z.object({ issuer: z.url(), jwks_uri: z.url() });
const jwksSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

export interface UserSignInOptions {
  /** BCP 47 tag of the page that the browser shows at the end. */
  language: string | undefined;
  /** Called when the browser opens the address. */
  opened: () => void;
  signal: AbortSignal;
}

/**
 * Signs a user in now (`prompt=login`), and verifies the ID token. Stores nothing.
 * SECURITY: each sign-in has a separate browser profile, which is deleted: the next user cannot use an earlier session.
 * @throws KeydeskError those of signInErrors.ts, activation-sign-in-invalid, activation-sign-in-old, activation-sign-in-untimed,
 * activation-sign-in-unavailable, cancelled
 */
export async function signInUser(
  connection: ConnectionSettings,
  parts: UserSignInParts,
  { language, opened, signal }: UserSignInOptions,
): Promise<ProvenIdentity> {
  const { browser } = parts;
  if (browser === undefined) throw new KeydeskError('activation-sign-in-unavailable');
  let window: PrivateWindow | undefined;
  const left = new AbortController();
  const open = async (url: string) => {
    window = await browser.open(url);
    void window.closed.then(() => left.abort());
  };
  const network = loginNetwork(connection.authority, parts.loginCa, parts.network);
  const nonce = randomUUID();
  const askedAt = Date.now();
  try {
    const { issuer, tenantId, jwks } = await discover(connection, network);
    const client: PublicClientApplication = await newPublicClient(connection, network);
    const answer = await interactiveAnswer(client, {
      request: { scopes: SCOPES, prompt: 'login', nonce, claims: CLAIMS },
      open: safeOpener(open, [connection.authority]),
      opened,
      signal: AbortSignal.any([signal, left.signal]),
      timeout: parts.timeout,
      language,
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
    // The user has closed the window.
    if (left.signal.aborted && !signal.aborted && hasCode(error, 'cancelled'))
      throw new KeydeskError('sign-in-declined');
    throw signInError(error, connection, network);
  } finally {
    await window?.close();
  }
}

/** Reads the OpenID Connect Discovery document of the connection's tenant. The network refuses addresses of other hosts. */
async function discover(connection: ConnectionSettings, network: LoginNetwork) {
  const url = `${authorityOf(connection)}/v2.0/.well-known/openid-configuration`;
  const { issuer, jwks_uri } = discoverySchema.parse((await network.sendGetRequestAsync(url)).body);
  const tenantId = new URL(issuer).pathname.split('/')[1] ?? '';
  const { keys } = jwksSchema.parse((await network.sendGetRequestAsync(jwks_uri)).body);
  return { issuer, tenantId, jwks: { keys } as JSONWebKeySet };
}
