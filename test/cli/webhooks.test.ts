import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { publish } from '../../src/main/services/events/events.ts';
import { openReceiver, type Receiver, status } from '../main/features/webhooks/receiver.ts';
import { connectFolder, keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 180_000 });

let folder: string;
let receiver: Receiver;
let secret = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-webhooks-'));
  connectFolder(folder, 'contoso');
  receiver = await openReceiver();
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], onStart?: (child: ChildProcess) => void) {
  const { code, stdout } = await keydesk(['webhooks', ...args, '--data', folder, '--json'], {
    env: { KEYDESK_WEBHOOK_SECRETS: secret },
    ...(onStart === undefined ? {} : { onStart }),
  });
  return { code, answer: stdout === '' ? {} : JSON.parse(stdout) };
}
async function add(...options: string[]): Promise<string> {
  const { answer } = await run(['add', receiver.url, ...options]);
  ({ secret } = answer);
  return answer.webhook.id;
}
/** So many things happen, in turn to each of some users. */
async function happen(count: number, users: number): Promise<void> {
  const store = openRecord(folder);
  await store.database.write(async transaction => {
    for (let n = 0; n < count; n++) {
      const user = { id: `user-${n % users}`, userPrincipalName: `user${n % users}@contoso.example` };
      await publish(transaction, { id: `event-${n}`, type: 'passkey.assigned', tenant: 'contoso', user, data: {} });
    }
  });
  await store.close();
}
/** Ids of events as a receiver takes them that knows what it has had. */
const taken = () => [...new Set(receiver.messages.map(({ headers }) => headers['webhook-id'] ?? ''))];

function expectOrder(ids: readonly string[], users: number): void {
  for (let user = 0; user < users; user++) {
    const own = ids.map(id => Number(id.slice('event-'.length))).filter(n => n % users === user);
    expect(own).toEqual([...own].sort((a, b) => a - b));
  }
}

describe('keydesk webhooks', () => {
  test('adds, tests, lists, rotates, switches off and on, and removes', async () => {
    const id = await add('--events', 'passkey.failed,passkey.revoked', '--fields', 'userId,key');
    expect(secret).toMatch(/^whsec_/);
    expect((await run(['list'])).answer.webhooks).toMatchObject([
      {
        id,
        url: receiver.url,
        state: 'active',
        types: ['passkey.failed', 'passkey.revoked'],
        fields: ['userId', 'key'],
      },
    ]);
    expect(await run(['test', id])).toMatchObject({ code: 0, answer: { ok: true, status: 200 } });
    const [message] = receiver.messages;
    expect(new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {})).toMatchObject({
      type: 'webhook.test',
      data: {},
    });
    const before = secret;
    ({ secret } = (await run(['rotate', id])).answer);
    secret = `${secret},${before}`;
    await run(['test', id]);
    const second = receiver.messages[1];
    for (const one of secret.split(',')) {
      expect(() => new Webhook(one).verify(second?.body ?? '', second?.headers ?? {})).not.toThrow();
    }
    expect((await run(['disable', id])).answer.webhook.state).toBe('disabled');
    expect((await run(['enable', id])).answer.webhook.state).toBe('active');
    expect((await run(['remove', id])).code).toBe(0);
    expect((await run(['remove', id])).answer.error.code).toBe('webhook-not-found');
    expect((await run(['list'])).answer.webhooks).toEqual([]);
  });

  test('refuses what no webhook may go to, and says so', async () => {
    const refused = async (...args: string[]) => (await run(['add', ...args])).answer.error.code;
    expect(await refused('http://hooks.contoso.example/')).toBe('webhook-url-refused');
    expect(await refused('https://10.0.0.8/hook')).toBe('webhook-address-refused');
    expect((await run(['add', 'https://10.0.0.8/hook', '--allow-private', '10.0.0.8'])).code).toBe(0);
    expect(await refused('https://10.0.0.8/hook', '--allow-private', '10.0.0.8')).toBe('webhook-url-refused');
    expect((await run(['add', receiver.url, '--events', 'everything'])).code).toBe(2);
  });

  test('lists dead letters and sends them again', async () => {
    const id = await add();
    await happen(1, 1);
    receiver.answer = status(410);
    await run(['deliver']);
    // As after three days of failures.
    const raw = new DatabaseSync(join(folder, 'keydesk.db'));
    raw.exec("UPDATE webhook_delivery SET state = 'dead', next_at = NULL");
    raw.close();
    const { deliveries } = (await run(['deliveries', '--state', 'dead'])).answer;
    expect(deliveries).toMatchObject([{ eventId: 'event-0', failure: { code: 'webhook-gone' } }]);
    receiver.answer = status(200);
    await run(['enable', id]);
    expect((await run(['resend', '--webhook', id])).answer).toMatchObject({ ok: true, count: 1 });
    expect((await run(['deliveries', '--webhook', id])).answer.deliveries).toMatchObject([{ state: 'delivered' }]);
    expect((await run(['resend', '--delivery', '1'])).answer.error.code).toBe('webhook-delivery-not-found');
    expect((await run(['resend'])).code).toBe(2);
  });

  test('over one folder at once send each event once', async () => {
    await add();
    await happen(300, 20);
    await Promise.all([run(['deliver']), run(['deliver'])]);
    await run(['deliver']);
    expect(receiver.messages).toHaveLength(300);
    expect(taken()).toHaveLength(300);
    expectOrder(taken(), 20);
  });
});

describe('killed', () => {
  const EVENTS = 60;
  const USERS = 7;

  /** Delivers, and is killed when the message of that number has come; before the answer or just after it. */
  async function killedAt(n: number, answered: boolean): Promise<number | null> {
    let sender: ChildProcess | undefined;
    const start = receiver.messages.length;
    receiver.answer = (_message, response) => {
      const now = receiver.messages.length - start === n;
      if (now && !answered) sender?.kill('SIGKILL');
      else response.end('ok', () => now && sender?.kill('SIGKILL'));
    };
    const { code } = await run(['deliver'], child => {
      sender = child;
    });
    return code;
  }

  test('before and after the answer to any message, the next one loses nothing and repeats no more than was on its way', async () => {
    await add();
    await happen(EVENTS, USERS);
    let kills = 0;
    for (const n of [1, 2, 5, 9]) {
      for (const answered of [false, true]) if ((await killedAt(n, answered)) === null) kills++;
    }
    expect(kills).toBe(8);
    receiver.answer = status(200);
    const { answer } = await run(['deliver']);
    expect(answer.webhooks).toMatchObject([{ waiting: 0, delivered: EVENTS, dead: 0 }]);
    expect(taken()).toHaveLength(EVENTS);
    expectOrder(taken(), USERS);
    // Eight lanes at most are on their way when it is killed.
    expect(receiver.messages.length - EVENTS).toBeLessThanOrEqual(kills * 8);
  });

  test('as soon as events are in the outbox, or a failure is noted, nothing is lost', async () => {
    await add();
    await happen(EVENTS, USERS);
    const killedWhen = async (sql: string) => {
      const database = new DatabaseSync(join(folder, 'keydesk.db'), { readOnly: true });
      const question = database.prepare(sql);
      let timer: NodeJS.Timeout | undefined;
      const { code } = await run(['deliver'], child => {
        timer = setInterval(() => question.get() !== undefined && child.kill('SIGKILL'), 1);
      });
      clearInterval(timer);
      database.close();
      return code;
    };
    receiver.answer = () => undefined;
    expect(await killedWhen('SELECT 1 FROM webhook_delivery')).toBeNull();
    receiver.answer = status(500);
    expect(await killedWhen('SELECT 1 FROM webhook_delivery WHERE attempts > 0')).toBeNull();
    receiver.answer = status(200);
    await new Promise(resolve => setTimeout(resolve, 6000));
    const { answer } = await run(['deliver']);
    expect(answer.webhooks).toMatchObject([{ waiting: 0, delivered: EVENTS, dead: 0 }]);
    expect(taken()).toHaveLength(EVENTS);
  });
});
