import { describe, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../../src/main/services/graph/tokens.ts';
import { auditRegistration, idOf, registerElsewhere } from '../../features/reconciliation/foreign.ts';
import { startScripted } from './scripted.ts';
import { startTenant, USER } from './tenant.ts';

const SINCE = new Date('2026-11-01T00:00:00Z');

/** Returns what Keydesk reads from an audit log with these entries. */
async function read(...value: unknown[]) {
  const scripted = await startScripted(() => ({ body: { value } }));
  const connection = { graphUrl: scripted.url, tenantId: 't', version: 'v1.0' as const };
  const found = await createGraphClient(connection, fixedToken(connection, 'token')).audits.registrations(
    "o'neil",
    SINCE,
  );
  return { found, asked: scripted.asked };
}
const entry = (change: object = {}) => ({
  activityDateTime: '2026-11-20T10:00:00Z',
  activityDisplayName: 'Admin registered security info',
  result: 'success',
  initiatedBy: { user: { id: 'u', userPrincipalName: 'eva@contoso.example', displayName: 'Eva' }, app: null },
  ...change,
});

describe('the audit log', () => {
  test('is asked for one user and a time', async () => {
    const { asked } = await read();
    expect(asked).toEqual([
      "/auditLogs/directoryAudits?$filter=activityDateTime ge 2026-11-01T00:00:00.000Z and targetResources/any(t:t/id eq 'o''neil')&$top=200",
    ]);
  });

  test('tells who registered security info, by the name of a person or of an app', async () => {
    const { found } = await read(
      entry(),
      entry({ activityDisplayName: 'User registered security info' }),
      entry({
        activityDisplayName: 'User registered all required security info',
        initiatedBy: { app: { displayName: 'MySignIns' } },
      }),
      entry({ initiatedBy: { user: { displayName: 'Eva' } } }),
    );
    expect(found.map(({ as, by }) => [as, by])).toEqual([
      ['admin', 'eva@contoso.example'],
      ['self', 'eva@contoso.example'],
      ['self', 'MySignIns'],
      ['admin', 'Eva'],
    ]);
  });

  test('has nobody for an entry without a name, and entries that fail or are about something else are left out', async () => {
    const { found } = await read(
      entry({ initiatedBy: null }),
      entry({ initiatedBy: 'somebody' }),
      entry({ result: 'failure' }),
      entry({ activityDisplayName: 'Get passkey creation options' }),
      entry({ activityDisplayName: 'User deleted security info' }),
      'nonsense',
      { activityDateTime: null },
    );
    expect(found.map(({ by }) => by)).toEqual([null, null]);
  });

  test('of the simulated tenant has what was registered there, newest first and since that time', async () => {
    const { graph, simulator } = await startTenant();
    const method = registerElsewhere(simulator, USER);
    auditRegistration(simulator, method, USER, true);
    const found = await graph.audits.registrations(idOf(simulator, USER), new Date(0));
    expect(found).toMatchObject([{ as: 'self', by: USER }]);
    expect(await graph.audits.registrations(idOf(simulator, 'user3@contoso.example'), new Date(0))).toEqual([]);
    expect(await graph.audits.registrations(idOf(simulator, USER), new Date(Date.now() + 1000))).toEqual([]);
  });

  test('needs a license', async () => {
    const { graph, simulator } = await startTenant();
    simulator.state.behavior.premium = false;
    const asked = graph.audits.registrations('id', SINCE);
    await expect(asked).rejects.toMatchObject({ code: 'graph-license-missing' });
  });
});
