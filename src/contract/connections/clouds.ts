/** A Microsoft cloud: the addresses of its sign-in, its Graph and its admin center. */
export interface Cloud {
  /** Base URL of the sign-in. The tenant is appended. */
  readonly authority: string;
  /** Base URL of Graph, without /v1.0 and /beta. */
  readonly graphUrl: string;
  readonly adminCenter: string;
  /** The scope of tokens for Azure Database for PostgreSQL. */
  readonly databaseScope: string;
  /**
   * Whether passkeys can be registered for other users there. Microsoft documents creationOptions only for the global
   * cloud (learn.microsoft.com/graph/api/fido2authenticationmethod-creationoptions).
   */
  readonly registersPasskeys: boolean;
}

export const cloudNames = ['global', 'us-gov', 'us-gov-dod', 'china'] as const;
export type CloudName = (typeof cloudNames)[number];

/**
 * Endpoints of the national clouds (learn.microsoft.com/graph/deployments; the scopes are `ossrdbmsResourceId` of `az cloud list`). `us-gov` is L4 and GCC High,
 * `us-gov-dod` is L5.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    authority: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    adminCenter: 'https://entra.microsoft.com',
    databaseScope: 'https://ossrdbms-aad.database.windows.net/.default',
    registersPasskeys: true,
  },
  'us-gov': {
    authority: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    adminCenter: 'https://entra.microsoft.us',
    databaseScope: 'https://ossrdbms-aad.database.usgovcloudapi.net/.default',
    registersPasskeys: false,
  },
  'us-gov-dod': {
    authority: 'https://login.microsoftonline.us',
    graphUrl: 'https://dod-graph.microsoft.us',
    adminCenter: 'https://entra.microsoft.us',
    databaseScope: 'https://ossrdbms-aad.database.usgovcloudapi.net/.default',
    registersPasskeys: false,
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    adminCenter: 'https://entra.microsoftonline.cn',
    databaseScope: 'https://ossrdbms-aad.database.chinacloudapi.cn/.default',
    registersPasskeys: false,
  },
};

/** Returns the cloud of these addresses, or undefined for others, such as a simulator's. */
export function cloudOf({ authority, graphUrl }: { authority: string; graphUrl: string }): CloudName | undefined {
  return cloudNames.find(name => clouds[name].authority === authority && clouds[name].graphUrl === graphUrl);
}

/** Returns the scope of tokens for Azure Database for PostgreSQL in the cloud of a sign-in; that of the global cloud for a simulator's. */
export function databaseScopeOf({ authority }: { authority: string }): string {
  const cloud = cloudNames.find(name => clouds[name].authority === authority.replace(/\/+$/, '')) ?? 'global';
  return clouds[cloud].databaseScope;
}
