import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Passkey } from '../../../../src/contract/users/schema.ts';
import type { WorkflowInput } from '../../../../src/contract/workflows/schema.ts';
import { keyReferences } from '../../../../src/main/app/record/keyReferences.ts';
import { createCodes } from '../../../../src/main/features/activation/codes.ts';
import { createPasskeyLists } from '../../../../src/main/features/directory/passkeyLists.ts';
import { rowByCredentials } from '../../../../src/main/features/inventory/records.ts';
import { createDefinitions } from '../../../../src/main/features/workflows/definitions.ts';
import { openSharedDesk, type SharedDesk, TENANT } from '../../features/assignments/sharedFolder.ts';
import { afterDecisiveReads } from './decisiveReads.ts';

let folder: string;
let desk: SharedDesk;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-decisive-'));
  desk = openSharedDesk(folder);
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

const draft: WorkflowInput = { name: 'New people', group: null, trigger: 'user-imported', existing: 'skip' };
const definitions = () => createDefinitions(desk.store.database, async () => true);
const workflow = () => definitions().create(TENANT, draft, true);
const lists = () => createPasskeyLists(desk.store, () => TENANT);
const unknown = {
  createdDateTime: null,
  aaGuid: null,
  model: null,
  attestationLevel: null,
  passkeyType: null,
  credentialId: null,
};
const passkey: Passkey = { id: 'method', displayName: 'Key', lastUsedDateTime: null, lastUsedFrom: null, ...unknown };
const model = { aaguid: 'model', firmwareVersion: 1 };
const active = { state: 'active', reason: 'registered', method_id: 'method', credential_id: 'credential' };
const codes = () => {
  const time = { now: Date.now, decide: async () => Date.now() };
  return createCodes({ database: desk.store.database, time, instance: desk.instance, station: 'station' });
};
const user = { id: 'u', userPrincipalName: 'u@contoso.example', displayName: 'U' } as never;

const acts: readonly [string, RegExp, () => Promise<() => Promise<unknown>>][] = [
  ['assigns', /assignment/, async () => () => desk.assignments.assign({ user: 'u' })],
  [
    'cancels',
    /assignment/,
    async () => {
      await desk.add('a');
      return () => desk.assignments.cancel('a');
    },
  ],
  [
    'tries again',
    /assignment/,
    async () => {
      await desk.add('a', { state: 'failed' });
      return () => desk.assignments.retry('a');
    },
  ],
  [
    'revokes',
    /assignment/,
    async () => {
      await desk.add('a', active);
      return () => desk.assignments.revoke('a');
    },
  ],
  [
    'revokes the passkeys of a key',
    /assignment/,
    async () => {
      await desk.add('a', active);
      await desk.store.database.updateTable('assignment').set({ key_aaguid: 'x' }).execute();
      return () => desk.assignments.erased({ credentialId: 'credential' });
    },
  ],
  [
    'deletes the passkey of an erased key',
    /"assignment"/,
    async () => {
      await desk.add('a', { ...active, state: 'revoked', reason: 'key-reset' });
      return () => desk.assignments.deleteErased('a');
    },
  ],
  [
    'edits a workflow',
    /workflow/,
    async () => {
      const id = await workflow();
      return () => definitions().edit(TENANT, id, draft);
    },
  ],
  [
    'disables a workflow',
    /workflow/,
    async () => {
      const id = await workflow();
      return () => definitions().setEnabled(TENANT, id, false);
    },
  ],
  [
    'runs a workflow now',
    /workflow/,
    async () => {
      const id = await workflow();
      return () => definitions().runNow(TENANT, id);
    },
  ],
  [
    'claims an activation code',
    /activation_code/,
    async () => {
      const { id } = await codes().make(TENANT, user, 1);
      return () => codes().claim(id, 'run');
    },
  ],
  ['keeps a list of passkeys', /passkey_list/, async () => () => lists().keep('u', [passkey])],
  [
    'adds a passkey to a kept list',
    /passkey_list/,
    async () => {
      await lists().keep('u', []);
      return () => lists().add('u', passkey);
    },
  ],
  [
    'takes a passkey off a kept list',
    /passkey_list/,
    async () => {
      await lists().keep('u', [passkey]);
      return () => lists().drop('u', 'method');
    },
  ],
  [
    'gives a key a row of its own',
    /assignment|security_key/,
    async () => {
      await desk.add('a', { ...active, key_aaguid: 'model' });
      const key = { id: 'hid:1', product: 'Key' } as never;
      return () =>
        rowByCredentials(
          { database: desk.store.database, references: keyReferences(desk.activity) },
          ['credential'],
          key,
          model,
        );
    },
  ],
];

test.each(acts)(
  'nothing comes between what Keydesk reads and what it then writes, when it %s',
  async (_, tables, prepare) => {
    const act = await prepare();
    const attempts = await afterDecisiveReads(join(folder, 'keydesk.db'), tables, act);
    expect(new Set(attempts)).toEqual(new Set(['locked']));
  },
);
