import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src/contract/contract.ts';
import { type Core, startCore } from '../../../src/main/app/core.ts';
import type { CoreOptions } from '../../../src/main/app/coreOptions.ts';
import { checkStation } from '../../../src/main/app/stationLock.ts';
import { testServices } from './shellServices.ts';

/**
 * Every procedure of the contract, by whether a locked station may call it. A new procedure must be put into one of the two
 * lists. SECURITY: `allowed` is what anybody who stands at the station may do with the connection of the station.
 */
const allowed = [
  'activation.answerPin',
  'activation.enterCode',
  'activation.leave',
  'activation.run',
  'activation.signIn',
  'activation.state',
  'keys.watch',
  'practice.insert',
  'practice.insertFresh',
  'practice.remove',
  'practice.setFault',
  'practice.setModel',
  'practice.setTenantFault',
  'practice.setTouch',
  'practice.tenant',
  'practice.touch',
  'practice.watch',
  'settings.get',
  'system.info',
  'system.reachable',
];
const refused = [
  'batches.check',
  'batches.create',
  'batches.delete',
  'batches.first',
  'batches.get',
  'batches.handedOver',
  'batches.handedOverAll',
  'batches.later',
  'batches.list',
  'batches.note',
  'batches.pause',
  'batches.read',
  'batches.retry',
  'batches.rows',
  'batches.running',
  'batches.summary',
  'batches.showPin',
  'batches.skip',
  'batches.start',
  'batches.upload',
  'batches.watch',
  'deferred.fetch',
  'deferred.make',
  'deferred.ofBatch',
  'deferred.show',
  'deferred.suggest',
  'deferred.upload',
  'profiles.change',
  'profiles.create',
  'profiles.delete',
  'profiles.last',
  'profiles.list',
  'profiles.show',
  'reconciliation.compare',
  'reconciliation.report',
  'record.bringBack',
  'record.change',
  'record.check',
  'record.create',
  'record.join',
  'record.leave',
  'record.removeDesk',
  'record.roles',
  'record.show',
  'record.sight',
  'record.trustDesk',
  'record.upgrade',
  'reconciliation.mend',
  'settings.set',
  'settings.setMode',
  'settings.setToken',
  'connections.watch',
  'connections.add',
  'connections.change',
  'connections.use',
  'connections.remove',
  'connections.setCredential',
  'connections.signIn',
  'connections.signOut',
  'connections.check',
  'connections.network',
  'connections.openPage',
  'keys.problems',
  'keys.chooseByTouch',
  'keys.info',
  'keys.wink',
  'keys.setPin',
  'keys.changePin',
  'keys.configure',
  'keys.credentials.list',
  'keys.credentials.delete',
  'keys.fingerprints.list',
  'keys.fingerprints.enroll',
  'keys.fingerprints.rename',
  'keys.fingerprints.remove',
  'keys.reset',
  'metadata.state',
  'metadata.update',
  'metadata.model',
  'policy.state',
  'policy.check',
  'users.search',
  'users.get',
  'directory.state',
  'directory.users',
  'directory.user',
  'directory.groups',
  'directory.groupsOf',
  'directory.departments',
  'directory.imports',
  'overview.export',
  'overview.get',
  'directory.import',
  'directory.export',
  'passkeys.list',
  'passkeys.review',
  'passkeys.delete',
  'enrollment.start',
  'enrollment.begin',
  'enrollment.beginFinish',
  'enrollment.runs',
  'enrollment.showPin',
  'enrollment.pinSeen',
  'enrollment.dismiss',
  'enrollment.answerPin',
  'enrollment.plan',
  'enrollment.preferPin',
  'enrollment.cancel',
  'enrollment.unfinished',
  'enrollment.recover',
  'enrollment.finish',
  'enrollment.discard',
  'activation.codes.makeMany',
  'assignments.bulk',
  'assignments.list',
  'assignments.assign',
  'assignments.cancel',
  'assignments.retry',
  'assignments.revoke',
  'backup.make',
  'backup.suggest',
  'assignments.deleteErased',
  'assignments.export',
  'handover.export',
  'handover.logo',
  'handover.message',
  'handover.print',
  'handover.printers',
  'handover.setLogo',
  'handover.sheets',
  'inventory.list',
  'inventory.get',
  'inventory.plugged',
  'inventory.reportLost',
  'inventory.retire',
  'inventory.restore',
  'inventory.takeBack',
  'inventory.finish',
  'inventory.export',
  'activity.list',
  'activity.verify',
  'activity.acceptHead',
  'activity.export',
  'workflows.list',
  'workflows.get',
  'workflows.create',
  'workflows.edit',
  'workflows.setEnabled',
  'workflows.duplicate',
  'workflows.delete',
  'workflows.preview',
  'workflows.runNow',
  'workflows.runs',
  'workflows.retry',
  'workflows.work',
  'webhooks.list',
  'webhooks.add',
  'webhooks.change',
  'webhooks.remove',
  'webhooks.rotate',
  'webhooks.giveSecret',
  'webhooks.test',
  'webhooks.deliveries',
  'webhooks.resend',
  'webhooks.deliver',
  'activation.codes.make',
  'activation.codes.list',
  'activation.codes.withdraw',
  'changes.watch',
];

const paths = pathsOf(contract);

describe('a locked station', () => {
  test('has a rule for every procedure of the contract', () => {
    expect([...allowed, ...refused].sort()).toEqual([...paths].sort());
  });

  test.each(allowed)('may call %s', path => {
    expect(() => checkStation('activation', path.split('.'))).not.toThrow();
  });

  test.each(refused)('may not call %s, and a desk may', path => {
    expect(() => checkStation('activation', path.split('.'))).toThrow('station-locked');
    expect(() => checkStation('desk', path.split('.'))).not.toThrow();
  });

  test.each(['', 'system_', 'systems.info', 'keys.watchAll', 'keys', 'activation', 'activation.runs', 'settings.get2'])(
    'may not call what only looks like an allowed procedure: %s',
    path => {
      expect(() => checkStation('activation', path.split('.'))).toThrow('station-locked');
    },
  );
});

describe('the core of a locked station', () => {
  let folder: string;
  let core: Core | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keydesk-lock-'));
  });
  const end = async () => {
    await core?.close();
    core = undefined;
  };
  afterEach(async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (options: Partial<CoreOptions> = {}) => {
    await end();
    core = await startCore({ dataFolder: folder, practice: false, services: testServices('loopback'), ...options });
    return createRouterClient(core.router);
  };
  /** What a procedure answers to a call without a sensible input: its code, or `answered`. */
  const codeOf = async (client: object, path: string) => {
    let member = client as Record<string, unknown>;
    for (const name of path.split('.')) member = member[name] as Record<string, unknown>;
    const call = member as unknown as (input: unknown) => Promise<unknown>;
    return call(undefined).then(
      () => 'answered',
      error => error.data?.code,
    );
  };

  test('refuses before it looks at anything else', async () => {
    const client = await start({ activate: true });
    for (const path of refused) expect([path, await codeOf(client, path)]).toEqual([path, 'station-locked']);
    for (const path of ['system.info', 'settings.get', 'activation.state']) {
      expect([path, await codeOf(client, path)]).toEqual([path, 'answered']);
    }
  });

  test('stays one over a restart, cannot unlock itself, and is a desk to the command line', async () => {
    const desk = await start({ services: testServices('cli') });
    await desk.settings.set({ station: 'activation' });
    for (let n = 0; n < 2; n++) {
      const station = await start();
      expect(await station.system.info()).toMatchObject({ station: 'activation' });
      await expect(station.settings.set({ station: 'desk' })).rejects.toMatchObject({
        data: { code: 'station-locked' },
      });
    }
    const command = await start({ services: testServices('cli') });
    await command.settings.set({ station: 'desk' });
    expect(await (await start()).system.info()).toMatchObject({ station: 'desk' });
  });

  test('names neither its connections nor its data folder to its window', async () => {
    const desk = await start({ services: testServices('cli') });
    const secrets = { name: 'Secret tenant name', tenantId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' };
    await desk.connections.add({
      ...secrets,
      clientId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
      authority: 'https://login.microsoftonline.com',
      graphUrl: 'https://graph.microsoft.com',
      signIn: 'browser',
      version: 'v1.0',
    });
    await desk.settings.set({ importEvery: 60, pinDigits: 8, theme: 'dark', weakPins: 'allowed' });
    const whole = await desk.settings.get();
    expect(JSON.stringify(whole)).toContain(secrets.name);
    expect((await desk.system.info()).dataFolder).toBe(folder);

    const station = await start({ activate: true });
    const told = await station.settings.get();
    expect(told).toMatchObject({ theme: 'dark', weakPins: 'allowed', connections: [], currentConnection: null });
    expect(told).toMatchObject({ importEvery: null, pinDigits: null });
    const answers = [told, await station.system.info()];
    const text = JSON.stringify(answers);
    for (const secret of [secrets.name, secrets.tenantId, '7c9e6679', String(whole.currentConnection), folder])
      expect(text).not.toContain(secret);
    // The name of the organization is what the station greets its users with.
    expect(await station.activation.state()).toEqual({ locked: true, tenant: secrets.name, signIn: expect.anything() });
    expect(answers[1]).toMatchObject({ station: 'activation', practice: false, connection: null });
  });

  test('is not unlocked while it runs, by whatever changes its settings', async () => {
    const client = await start({ activate: true });
    const command = await startCore({ dataFolder: folder, practice: false, services: testServices('cli') });
    await createRouterClient(command.router).settings.set({ station: 'desk' });
    await command.close();
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ station: 'desk' });
    expect(await codeOf(client, 'users.search')).toBe('station-locked');
  });

  test('tells its window nothing of other people: an error keeps its code and numbers alone', async () => {
    const client = await start({ activate: true, practice: true });
    const wrong = client.activation.enterCode({ user: 'user1@contoso.example', code: 'x'.repeat(100) });
    await expect(wrong).rejects.toMatchObject({ data: { code: 'invalid-input', params: {} } });
    const unknown = await client.activation.enterCode({ user: 'nobody@x.example', code: 'x' }).catch(e => e.data);
    expect(unknown).toEqual({ code: 'activation-code-wrong', params: {} });
  });
});

function pathsOf(router: object, above: readonly string[] = []): string[] {
  return Object.entries(router).flatMap(([name, member]) => {
    const path = [...above, name];
    return isContractProcedure(member) ? [path.join('.')] : pathsOf(member, path);
  });
}
