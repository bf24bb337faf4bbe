import type { Sts } from './sts.ts';
import { issuerOf } from './tokens.ts';

/** Returns the tenant's OpenID Connect Discovery 1.0 document, with Entra's own members. */
export function openidConfiguration({ origin, tenant, resource }: Sts): object {
  const at = (path: string) => `${origin}/${tenant.id}/${path}`;
  return {
    issuer: issuerOf(origin, tenant.id),
    authorization_endpoint: at('oauth2/v2.0/authorize'),
    token_endpoint: at('oauth2/v2.0/token'),
    device_authorization_endpoint: at('oauth2/v2.0/devicecode'),
    end_session_endpoint: at('oauth2/v2.0/logout'),
    jwks_uri: at('discovery/v2.0/keys'),
    response_types_supported: ['code'],
    response_modes_supported: ['form_post'],
    subject_types_supported: ['pairwise'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    cloud_instance_name: new URL(origin).host,
    msgraph_host: new URL(resource).host,
    tenant_region_scope: 'EU',
  };
}

/** Returns the clouds of this service: only itself. */
export function instanceDiscovery({ origin, tenant }: Sts): object {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${tenant.id}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
