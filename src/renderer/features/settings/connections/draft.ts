import { type CloudName, cloudOf, clouds } from '../../../../contract/connections/clouds.ts';
import type { ConnectionView, NewConnection, SignInKind } from '../../../../contract/connections/schema.ts';

/** A connection while somebody fills it in. SECURITY: secret and PEM live in the open form alone, and go with it. */
export interface Draft extends NewConnection {
  readonly cloud: CloudName | 'other';
  readonly secret: string;
  readonly pem: string;
}

export type ChangeDraft = (change: Partial<Draft>) => void;

export function draftOf(connection: ConnectionView | null): Draft {
  if (connection === null) {
    const { authority, graphUrl } = clouds.global;
    const signIn: SignInKind = 'browser';
    const empty = { name: '', tenantId: '', clientId: '', secret: '', pem: '' };
    return { ...empty, authority, graphUrl, version: 'v1.0', signIn, cloud: 'global' };
  }
  const { name, tenantId, clientId, authority, graphUrl, version, signIn } = connection;
  const cloud = cloudOf(connection) ?? 'other';
  return { name, tenantId, clientId, authority, graphUrl, version, signIn, cloud, secret: '', pem: '' };
}

/** What the core is told; the name is the tenant's where nobody gave one. */
export function connectionOf({ cloud: _, secret: __, pem: ___, ...connection }: Draft): NewConnection {
  return { ...connection, name: connection.name.trim() || connection.tenantId.trim() };
}

/** The addresses of a cloud; those of before where it is another. */
export function inCloud(cloud: Draft['cloud']): Partial<Draft> {
  if (cloud === 'other') return { cloud };
  const { authority, graphUrl } = clouds[cloud];
  return { cloud, authority, graphUrl };
}

export function isApp(signIn: SignInKind): boolean {
  return signIn === 'certificate' || signIn === 'secret';
}
