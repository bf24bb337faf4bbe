import type { ICachePlugin, PublicClientApplication } from '@azure/msal-node';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import type { LoginNetwork } from './network.ts';
import { authorityOf } from './session.ts';

/**
 * MSAL for people who sign in to a connection's app; without a plugin its cache is gone with it. Loaded only when asked for:
 * nobody should wait for MSAL before somebody signs in.
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
      // No question to Microsoft's public cloud who this host is: the settings say that it is trusted.
      knownAuthorities: [new URL(connection.authority).host],
    },
    ...(cachePlugin === undefined ? {} : { cache: { cachePlugin } }),
    system: { networkClient: network },
  });
}
