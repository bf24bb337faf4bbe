import { toBase64url } from '../../../../src/ctap/bytes.ts';
import type { GraphSimulator } from '../../../../src/simulator/graph/server.ts';
import type { StoredMethod } from '../../../../src/simulator/graph/state.ts';

const HOUR = 3_600_000;

/** Returns the object id of a simulated user. */
export function idOf({ tenant }: GraphSimulator, user: string): string {
  const found = tenant.find(user);
  if (found === undefined) throw new Error(`there is no ${user}`);
  return found.id;
}

/** Registers a passkey in Entra that no Keydesk made, as another program would. Returns it as Entra stores it. */
export function registerElsewhere(
  graph: GraphSimulator,
  user: string,
  { hoursAgo = 2, ...known }: Partial<StoredMethod> & { hoursAgo?: number } = {},
): StoredMethod {
  const method: StoredMethod = {
    credentialId: toBase64url(crypto.getRandomValues(new Uint8Array(32))),
    userId: idOf(graph, user),
    displayName: 'Made elsewhere',
    createdDateTime: new Date(Date.now() - hoursAgo * HOUR).toISOString(),
    aaGuid: '2fc0579f-8113-47ea-b116-bb5a8db9202a',
    model: 'YubiKey 5 NFC',
    attestationLevel: 'attested',
    attestationCertificates: [],
    publicKey: '',
    ...known,
  };
  graph.state.methods.push(method);
  return method;
}

/** Writes in the audit log that somebody registered a passkey at that time. */
export function auditRegistration(graph: GraphSimulator, method: StoredMethod, by: string, self: boolean): void {
  graph.state.audits.unshift({
    id: crypto.randomUUID(),
    activityDateTime: new Date(Date.parse(method.createdDateTime) + 1500).toISOString(),
    activityDisplayName: `${self ? 'User' : 'Admin'} registered security info`,
    by: { user: by },
    targetId: method.userId,
  });
}

/** Makes Entra forget a passkey, as if somebody deleted it in the portal. */
export function deleteElsewhere(graph: GraphSimulator, credentialId: string): void {
  graph.state.methods = graph.state.methods.filter(method => method.credentialId !== credentialId);
}
