/** Where a Microsoft cloud signs people in, and where its Graph and its admin centre are. */
export interface Cloud {
  /** Root of the sign-in, to which a tenant is added. */
  readonly authority: string;
  /** Root of Graph, before /v1.0 and /beta. */
  readonly graphUrl: string;
  readonly adminCentre: string;
}

export const cloudNames = ['global', 'us-gov', 'us-gov-dod', 'china'] as const;
export type CloudName = (typeof cloudNames)[number];

/** Endpoints of the national clouds (learn.microsoft.com/graph/deployments). `us-gov` is L4 and GCC High, `us-gov-dod` is L5. */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  global: {
    authority: 'https://login.microsoftonline.com',
    graphUrl: 'https://graph.microsoft.com',
    adminCentre: 'https://entra.microsoft.com',
  },
  'us-gov': {
    authority: 'https://login.microsoftonline.us',
    graphUrl: 'https://graph.microsoft.us',
    adminCentre: 'https://entra.microsoft.us',
  },
  'us-gov-dod': {
    authority: 'https://login.microsoftonline.us',
    graphUrl: 'https://dod-graph.microsoft.us',
    adminCentre: 'https://entra.microsoft.us',
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    adminCentre: 'https://entra.microsoftonline.cn',
  },
};

/** The cloud of these addresses; undefined for others, as those of a simulator. */
export function cloudOf({ authority, graphUrl }: { authority: string; graphUrl: string }): CloudName | undefined {
  return cloudNames.find(name => clouds[name].authority === authority && clouds[name].graphUrl === graphUrl);
}
