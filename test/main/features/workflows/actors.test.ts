import { expect, onTestFinished, test } from 'vitest';
import { openWorkflowDesk } from './desk.ts';

const there = { kind: 'person', name: 'anna@contoso.example' } as const;
const elsewhere = { kind: 'os-user', name: 'anna@desk' } as const;

test.each([
  ['the account that is signed in, in the tenant of that sign-in', 'tenant', there],
  ['the person at this computer, in every other tenant', 'another', elsewhere],
])('what a workflow does is recorded as of %s', async (_, tenant, actor) => {
  const desk = await openWorkflowDesk({ users: 3, actors: { tenant, there, elsewhere } });
  onTestFinished(desk.close);
  await desk.create({ trigger: 'user-imported' });
  await desk.import();
  await desk.workflows.work();
  const { entries } = await desk.activity.list({ kinds: ['passkey-assigned'], limit: 10 });
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) expect(entry).toMatchObject({ actor, tenant: 'tenant' });
});
