import type { ICachePlugin, PublicClientApplication } from '@azure/msal-node';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import type { LoginNetwork } from './network.ts';
import { authorityOf } from './session.ts';

/**
 * Creates MSAL's client for people who sign in to a connection's app. Without a plugin its cache is only in memory.
 * Loads MSAL only when it is needed, so that nobody waits for it before a sign-in.
 */
export async function newPublicClient(
  connection: ConnectionSettings,
  network: LoginNetwork,
  cachePlugin?: ICachePlugin,
): Promise<PublicClientApplication> {
  const { PublicClientApplication } = await import('@azure/msal-node');
  return new PublicClientApplication({
    auth: {
      clientId: connection.clientId,
      authority: authorityOf(connection),
      // Skips the request to Microsoft's public cloud about this host: the settings say that it is trusted.
      knownAuthorities: [new URL(connection.authority).host],
    },
    ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
    system: { networkClient: network },
  });
}
