import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { keydesk } from '../cli/run.ts';
import { openWindow } from './desk.ts';
import { browserAndServer, goTo, noSharedRecord } from './sharedRecord.ts';
import { shoot } from './shoot.ts';
import { chooseNewPin, create, openForm, setTouch } from './steps.ts';

const obstacle = noSharedRecord;
// Five Keydesks start one after the other.
vi.setConfig({ testTimeout: 240_000 });
const [AT_STATION, AT_DESK] = ['user1@contoso.example', 'user2@contoso.example'];
const PIN = '8264917350';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const assignmentOf = (page: Page, user: string) => page.getByRole('row').filter({ hasText: user });

describe.skipIf(obstacle !== null)(
  `two desks and a station on one record${obstacle === null ? '' : ` (${obstacle})`}`,
  () => {
    const stage = browserAndServer();

    test('a workflow of one is fulfilled at the station and seen at the other, which finishes a key without the record', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'keydesk-three-'));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      const at = async (desk: string, ...args: string[]) => {
        const { stdout, stderr } = await keydesk(['--practice', '--data', join(folder, desk), '--json', ...args]);
        const answer = JSON.parse(stdout.split('\n')[0] ?? '');
        if (answer.ok !== true) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
        return answer;
      };
      const window = async (desk: string, ...args: string[]) => {
        const opened = await openWindow(stage.browser, ['--practice', ...args, '--data', join(folder, desk)]);
        onTestFinished(opened.close);
        return opened;
      };
      const url = await stage.postgres.database('three');
      for (const desk of ['a', 'b', 'station']) await at(desk, 'import');
      await at('a', 'record', 'create', '--url', url, '--name', 'Desk A');
      await at('b', 'record', 'join', '--url', url, '--name', 'Desk B');
      await at('station', 'record', 'join', '--url', url, '--name', 'Station');

      const a = await window('a');
      await goTo(a.page, '#/workflows');
      await button(a.page, 'New workflow').click();
      await a.page.getByLabel('Name').fill('Own keys');
      await button(a.page, 'Next').click();
      await a.page.getByRole('radio', { name: 'New Security Key Activated (Recommended)' }).check();
      await button(a.page, 'Next').click();
      await button(a.page, 'Submit').click();
      await a.page.getByRole('heading', { name: 'Own keys' }).waitFor();
      const { code } = await at('a', 'activation', 'code', '--user', AT_STATION);

      const b = await window('b');
      await goTo(b.page, '#/assignments');
      const station = await window('station', '--activate');
      await station.page.getByLabel('User name').fill(AT_STATION);
      await station.page.getByRole('textbox', { name: 'Activation code' }).fill(code);
      await button(station.page, 'Use the code').click();
      await station.page.getByRole('heading', { name: 'Choose a PIN for your key' }).waitFor();
      await station.page.getByRole('textbox', { name: 'New PIN' }).fill(PIN);
      await station.page.getByLabel('Repeat the PIN').fill(PIN);
      await button(station.page, 'Continue').click();
      await station.page.getByRole('heading', { name: 'Your key is ready' }).waitFor();
      await assignmentOf(b.page, AT_STATION).getByText('Active').waitFor();
      await shoot(b.page, 'three-desks-seen');

      await setTouch(b.page, 'By hand');
      await openForm(b.page, AT_DESK);
      await create(b.page);
      await chooseNewPin(b.page, PIN);
      await b.page.getByText('Touch the button on your key now').waitFor();
      await stage.postgres.kill();
      await button(b.page, 'Touch key').click();
      await b.page.getByRole('heading', { name: 'The passkey is ready' }).waitFor();
      await b.page.getByText(/^The record on 127\.0\.0\.1 .* cannot be reached/).waitFor();
      await shoot(b.page, 'three-desks-ready-without');
      // Neither is it called deleted because it is not recorded yet, nor is a person asked to finish it.
      await expect.poll(() => b.page.getByRole('heading', { name: 'The passkey is ready' }).count()).toBe(1);
      expect(await b.page.getByText('One enrollment is unfinished').count()).toBe(0);
      await b.close();

      // An administrator reviews without the network, at a desk that has just started.
      const again = await window('b');
      await goTo(again.page, '#/assignments');
      await again.page.getByText(/^The record on 127\.0\.0\.1 .* cannot be reached/).waitFor();
      await assignmentOf(again.page, AT_STATION).getByText('Active').waitFor();
      await shoot(again.page, 'three-desks-offline');
      await stage.postgres.start();
      await goTo(a.page, '#/assignments');
      await assignmentOf(a.page, AT_DESK).getByText('Active').waitFor();
      await again.page.getByText(/cannot be reached/).waitFor({ state: 'detached' });
      await again.close();

      expect(await at('b', 'record', 'check')).toMatchObject({ differences: [] });
      await at('b', 'record', 'leave');
      expect(await at('b', 'record', 'show')).toMatchObject({ record: { kind: 'embedded' } });
      expect(await at('b', 'record', 'join', '--url', url, '--name', 'Desk B')).toMatchObject({ added: 0 });
      expect((await at('b', 'record', 'show')).record.desks.map(({ name }: { name: string }) => name)).toContain(
        'Desk B',
      );
      expect([...a.complaints, ...station.complaints]).toEqual([]);
    });
  },
);
