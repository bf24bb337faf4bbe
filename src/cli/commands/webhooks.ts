import { type Command, InvalidArgumentError } from 'commander';
import { type EventType, eventTypes } from '../../contract/webhooks/events.ts';
import { type WebhookField, webhookFields } from '../../contract/webhooks/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { print, printOnce } from '../output.ts';
import { withCore } from '../session.ts';
import { addWebhookDeliveries } from './webhookDeliveries.ts';
import { secretLines, webhookLines } from './webhookRows.ts';

const words = wordsOf('commands').webhooks;

interface AddOptions {
  events?: EventType[];
  fields?: WebhookField[];
  allowPrivate?: string;
}

/** Adds `keydesk webhooks …`: the receivers of events. */
export function addWebhooks(program: Command): void {
  const webhooks = program.command('webhooks').description(words.description);
  addReceivers(webhooks);
  addTestAndRotate(webhooks);
  addWebhookDeliveries(webhooks);
}

function addReceivers(webhooks: Command): void {
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
}

function addTestAndRotate(webhooks: Command): void {
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
