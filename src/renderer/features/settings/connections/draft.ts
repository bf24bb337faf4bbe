import { type CloudName, cloudOf, clouds } from '../../../../contract/connections/clouds.ts';
import type { ConnectionView, Credential, NewConnection, SignInKind } from '../../../../contract/connections/schema.ts';

/** A connection that the person is filling in. SECURITY: secret and PEM exist only in the open form. */
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

/** Returns the connection that the core saves. Without a name it gets the name of its tenant. */
export function connectionOf({ cloud: _, secret: __, pem: ___, ...connection }: Draft): NewConnection {
  return { ...connection, name: connection.name.trim() || connection.tenantId.trim() };
}

/** Returns the addresses of a cloud. For any other cloud, the addresses do not change. */
export function inCloud(cloud: Draft['cloud']): Partial<Draft> {
  if (cloud === 'other') return { cloud };
  const { authority, graphUrl } = clouds[cloud];
  return { cloud, authority, graphUrl };
}

export function isApp(signIn: SignInKind): boolean {
  return signIn === 'certificate' || signIn === 'secret';
}

/** Returns the app's credential; undefined if the person entered no new one. */
export function credentialOf({
  signIn,
  secret,
  pem,
}: Pick<Draft, 'signIn' | 'secret' | 'pem'>): Credential | undefined {
  if (signIn === 'secret' && secret !== '') return { kind: 'secret', secret };
  if (signIn === 'certificate' && pem !== '') return { kind: 'certificate', pem };
  return undefined;
}

/** Returns whether the draft has everything that a connection needs. */
export function isComplete({ tenantId, clientId, signIn }: Draft): boolean {
  return tenantId.trim() !== '' && (signIn === 'token' || clientId.trim() !== '');
}
