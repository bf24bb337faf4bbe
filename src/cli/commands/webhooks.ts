import { type Command, InvalidArgumentError, Option } from 'commander';
import { type EventType, eventTypes } from '../../contract/webhooks/events.ts';
import {
  type Delivery,
  deliveryStates,
  type Webhook,
  type WebhookField,
  type WebhookSecret,
  webhookFields,
} from '../../contract/webhooks/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { notPositive } from '../arguments.ts';
import { noRows } from '../noRows.ts';
import { print, printOnce } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { refuse } from '../usage.ts';

const words = wordsOf('commands').webhooks;

interface AddOptions {
  events?: EventType[];
  fields?: WebhookField[];
  allowPrivate?: string;
}

interface DeliveryOptions {
  webhook?: string;
  state?: (typeof deliveryStates)[number];
  before?: number;
  limit?: number;
}

/** `keydesk webhooks …`: the receivers of events. */
export function addWebhooks(program: Command): void {
  const webhooks = program.command('webhooks').description(words.description);

  webhooks
    .command('list')
    .description(words.list)
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const list = await client.webhooks.list();
        print(json, { ok: true, webhooks: list }, () => webhookLines(list));
      }),
    );

  webhooks
    .command('add <url>')
    .description(words.add)
    .option('--events <list>', words.events({ choices: eventTypes.join(', ') }), oneOf(eventTypes))
    .option('--fields <list>', words.fields({ choices: webhookFields.join(', ') }), oneOf(webhookFields))
    .option('--allow-private <host>', words.allowPrivate)
    .action((url: string, { events, fields, allowPrivate }: AddOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const added = await client.webhooks.add({
          url,
          ...(events === undefined ? {} : { types: events }),
          ...(fields === undefined ? {} : { fields }),
          ...(allowPrivate === undefined ? {} : { privateHost: allowPrivate }),
        });
        await printOnce(json, { ok: true, ...added }, () => secretLines(added));
      }),
    );

  webhooks
    .command('remove <id>')
    .description(words.remove)
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.webhooks.remove({ id });
        print(json, { ok: true, id }, () => [words.removed]);
      }),
    );

  for (const enabled of [true, false]) {
    webhooks
      .command(enabled ? 'enable <id>' : 'disable <id>')
      .description(enabled ? words.enable : words.disable)
      .action((id: string, _options: object, command: Command) =>
        withCore(command, {}, async ({ client, json }) => {
          const webhook = await client.webhooks.change({ id, enabled });
          print(json, { ok: true, webhook }, () => webhookLines([webhook]));
        }),
      );
  }

  webhooks
    .command('test <id>')
    .description(words.test)
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const answer = await client.webhooks.test({ id });
        print(json, { ok: true, ...answer }, () => [
          words.tested({ status: answer.status, ms: Math.round(answer.ms) }),
        ]);
      }),
    );

  webhooks
    .command('rotate <id>')
    .description(words.rotate)
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const rotated = await client.webhooks.rotate({ id });
        await printOnce(json, { ok: true, ...rotated }, () => secretLines(rotated));
      }),
    );

  webhooks
    .command('deliveries')
    .description(words.deliveries)
    .option('--webhook <id>', words.webhook)
    .addOption(new Option('--state <state>', words.state).choices([...deliveryStates]))
    .option('--before <n>', words.before, parseNumber)
    .option('--limit <n>', wordsOf('commandLine').limit500, parseNumber)
    .action(({ webhook, ...options }: DeliveryOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const query = { ...options, ...(webhook === undefined ? {} : { webhookId: webhook }) };
        const page = await client.webhooks.deliveries(query);
        print(json, { ok: true, ...page }, () =>
          page.deliveries.length === 0 ? [noRows(command, words.nothingSent)] : deliveryLines(page.deliveries),
        );
      }),
    );

  webhooks
    .command('resend')
    .description(words.resend)
    .addOption(new Option('--delivery <n>', words.delivery).argParser(parseNumber))
    .addOption(new Option('--webhook <id>', words.allOf).conflicts('delivery'))
    .action((options: { delivery?: number; webhook?: string }, command: Command) => {
      const { delivery: n, webhook: webhookId } = options;
      if (n === undefined && webhookId === undefined) refuse(command, wordsOf('usageErrors').giveDelivery);
      return withCore(command, {}, async ({ client, json }) => {
        const count = await client.webhooks.resend(n === undefined ? { webhookId: webhookId ?? '' } : { n });
        await client.webhooks.deliver();
        print(json, { ok: true, count }, () => [words.resent({ count })]);
      });
    });

  webhooks
    .command('deliver')
    .description(words.deliver)
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.webhooks.deliver();
        const list = await client.webhooks.list();
        print(json, { ok: true, webhooks: list }, () => webhookLines(list));
      }),
    );
}

function webhookLines(webhooks: readonly Webhook[]): string[] {
  if (webhooks.length === 0) return [words.none];
  return listTable(words.headings, webhooks.map(row));
}

function row({ id, url, state, waiting, delivered, dead }: Webhook): string[] {
  return [id, state, String(waiting), String(delivered), String(dead), url];
}

function deliveryLines(deliveries: readonly Delivery[]): string[] {
  return listTable(words.deliveryHeadings, deliveries.map(deliveryRow));
}

function deliveryRow({ n, state, type, userPrincipalName, attempts, failure, url }: Delivery): string[] {
  return [String(n), state, type, userPrincipalName, String(attempts), failure?.code ?? '', url];
}

function secretLines({ webhook, secret }: WebhookSecret): string[] {
  return [
    words.about({ id: webhook.id, url: webhook.url }),
    words.secret({ secret }),
    ...(webhook.previousSecretUntil === null ? [] : [words.previous({ time: webhook.previousSecretUntil })]),
    words.keep,
  ];
}

function oneOf<T extends string>(all: readonly T[]): (text: string) => T[] {
  return text =>
    text
      .split(',')
      .filter(part => part !== '')
      .map(part => {
        const found = all.find(candidate => candidate === part.trim());
        if (found === undefined)
          throw new InvalidArgumentError(wordsOf('usageErrors').chooseFrom({ choices: all.join(', ') }));
        return found;
      });
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notPositive();
  return Number(text);
}
