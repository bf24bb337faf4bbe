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
import { noRows } from '../noRows.ts';
import { print, printOnce } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';

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
  const webhooks = program.command('webhooks').description('signed messages of events to the organization’s systems');

  webhooks
    .command('list')
    .description('the receivers, and what waits for them')
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const list = await client.webhooks.list();
        print(json, { ok: true, webhooks: list }, () => webhookLines(list));
      }),
    );

  webhooks
    .command('add <url>')
    .description('send events to an https address; prints the secret this once')
    .option('--events <list>', `which events, separated by commas: ${eventTypes.join(', ')}`, oneOf(eventTypes))
    .option('--fields <list>', `what may go out: ${webhookFields.join(', ')}`, oneOf(webhookFields))
    .option('--allow-private <host>', 'the host of the address again, where it is in a private network')
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
    .description('forget a receiver, and what waits for it')
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.webhooks.remove({ id });
        print(json, { ok: true, id }, () => ['Removed.']);
      }),
    );

  for (const enabled of [true, false]) {
    webhooks
      .command(enabled ? 'enable <id>' : 'disable <id>')
      .description(enabled ? 'send to a receiver again, from now on' : 'send nothing to a receiver')
      .action((id: string, _options: object, command: Command) =>
        withCore(command, {}, async ({ client, json }) => {
          const webhook = await client.webhooks.change({ id, enabled });
          print(json, { ok: true, webhook }, () => webhookLines([webhook]));
        }),
      );
  }

  webhooks
    .command('test <id>')
    .description('send a test message now')
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const answer = await client.webhooks.test({ id });
        print(json, { ok: true, ...answer }, () => [
          `The receiver answered HTTP ${answer.status} in ${Math.round(answer.ms)} ms.`,
        ]);
      }),
    );

  webhooks
    .command('rotate <id>')
    .description('make a new secret and print it this once; for a day messages carry both signatures')
    .action((id: string, _options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const rotated = await client.webhooks.rotate({ id });
        await printOnce(json, { ok: true, ...rotated }, () => secretLines(rotated));
      }),
    );

  webhooks
    .command('deliveries')
    .description('what was sent, waits, or was given up (dead)')
    .option('--webhook <id>', 'of one receiver')
    .addOption(new Option('--state <state>', 'in one state').choices([...deliveryStates]))
    .option('--before <n>', 'older than this one', parseNumber)
    .option('--limit <n>', 'at most so many, up to 500', parseNumber)
    .action(({ webhook, ...options }: DeliveryOptions, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const query = { ...options, ...(webhook === undefined ? {} : { webhookId: webhook }) };
        const page = await client.webhooks.deliveries(query);
        print(json, { ok: true, ...page }, () =>
          page.deliveries.length === 0 ? [noRows(command, 'Nothing was sent.')] : deliveryLines(page.deliveries),
        );
      }),
    );

  webhooks
    .command('resend')
    .description('send dead letters again')
    .addOption(new Option('--delivery <n>', 'one of them').argParser(parseNumber))
    .addOption(new Option('--webhook <id>', 'all of a receiver').conflicts('delivery'))
    .action((options: { delivery?: number; webhook?: string }, command: Command) => {
      const { delivery: n, webhook: webhookId } = options;
      if (n === undefined && webhookId === undefined) command.error('error: give --delivery or --webhook');
      return withCore(command, {}, async ({ client, json }) => {
        const count = await client.webhooks.resend(n === undefined ? { webhookId: webhookId ?? '' } : { n });
        await client.webhooks.deliver();
        print(json, { ok: true, count }, () => [`${count} on the way again.`]);
      });
    });

  webhooks
    .command('deliver')
    .description('send what is due, and end')
    .action((_options: object, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        await client.webhooks.deliver();
        const list = await client.webhooks.list();
        print(json, { ok: true, webhooks: list }, () => webhookLines(list));
      }),
    );
}

function webhookLines(webhooks: readonly Webhook[]): string[] {
  if (webhooks.length === 0) return ['No webhook was added yet: keydesk webhooks add'];
  return listTable(['Id', 'State', 'Waiting', 'Delivered', 'Dead', 'Address'], webhooks.map(row));
}

function row({ id, url, state, waiting, delivered, dead }: Webhook): string[] {
  return [id, state, String(waiting), String(delivered), String(dead), url];
}

function deliveryLines(deliveries: readonly Delivery[]): string[] {
  const headings = ['Number', 'State', 'Event', 'User', 'Attempts', 'Error', 'Address'];
  return listTable(headings, deliveries.map(deliveryRow));
}

function deliveryRow({ n, state, type, userPrincipalName, attempts, failure, url }: Delivery): string[] {
  return [String(n), state, type, userPrincipalName, String(attempts), failure?.code ?? '', url];
}

function secretLines({ webhook, secret }: WebhookSecret): string[] {
  return [
    `${webhook.id}  ${webhook.url}`,
    `Secret, shown this once: ${secret}`,
    ...(webhook.previousSecretUntil === null ? [] : [`The one before signs too until ${webhook.previousSecretUntil}.`]),
    'This command keeps no secrets: give it to later ones in KEYDESK_WEBHOOK_SECRETS.',
  ];
}

function oneOf<T extends string>(all: readonly T[]): (text: string) => T[] {
  return text =>
    text
      .split(',')
      .filter(part => part !== '')
      .map(part => {
        const found = all.find(candidate => candidate === part.trim());
        if (found === undefined) throw new InvalidArgumentError(`Choose from ${all.join(', ')}.`);
        return found;
      });
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(text);
}
