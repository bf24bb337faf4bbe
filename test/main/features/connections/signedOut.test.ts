import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { startGraphSimulator } from '../../../../src/simulator/graph/server.ts';
import { openSignInDesk } from '../../services/auth/desk.ts';
import { LONG_AGO } from './twoTenants.ts';

test('an operation whose connection is signed out fails with the error of the sign-in, and goes to no other tenant', async () => {
  const desk = await openSignInDesk();
  onTestFinished(desk.close);
  const other = await startGraphSimulator({ users: 5, seed: 'fabrikam' });
  onTestFinished(other.close);
  const { id } = await desk.connect();
  await desk.signIn(id);
  const token = { signIn: 'token', graphUrl: other.url, tenantId: other.tenantId, clientId: '' } as const;
  const fabrikam = await desk.connect({ name: 'Fabrikam', ...token });

  const database = new DatabaseSync(join(desk.folder, 'keydesk.db'));
  onTestFinished(() => database.close());
  for (const n of [1, 2]) {
    const { id: user } = desk.graph.tenant.user(n);
    database
      .prepare(
        `INSERT INTO assignment (id, tenant, user_id, user_principal_name, display_name, purpose, state, source, reason,
           method_id, deletion, created_at, updated_at, activated_at)
         VALUES (?, ?, ?, '', '', 'primary', 'revoked', 'desk', 'key-lost', 'method', 'due', ?, ?, ?)`,
      )
      .run(`due ${n}`, desk.graph.tenantId, user, LONG_AGO, LONG_AGO, LONG_AGO);
  }
  const held = desk.graph.faults.hold('DELETE', 'fido2Methods');
  const finished = desk.client.inventory.finish();
  await held.arrived;
  await desk.client.connections.use({ id: fabrikam.id });
  await desk.client.settings.setToken({ token: other.token });
  await desk.client.connections.signOut({ id });
  held.letGo();
  const { failure } = await finished;
  expect(failure?.code).toMatch(/^sign-in-/);
  const due = database.prepare("SELECT count(*) AS due FROM assignment WHERE deletion = 'due'").get();
  expect(due).toEqual({ due: 2 });
  expect(await desk.client.inventory.list({})).toMatchObject({
    deletionsDue: 0,
    deletionsElsewhere: [{ tenant: desk.graph.tenantId, count: 2 }],
  });
});
