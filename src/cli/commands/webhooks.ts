import { type Command, InvalidArgumentError } from 'commander';
import { eventTypes } from '../../contract/webhooks/events.ts';
import { webhookFields } from '../../contract/webhooks/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print, printOnce } from '../output.ts';
import type { Session } from '../session.ts';
import { argument, parsed, text } from '../takes.ts';
import { addWebhookDeliveries } from './webhookDeliveries.ts';
import { secretLines, webhookLines } from './webhookRows.ts';

const words = wordsOf('commands').webhooks;

/** Adds `keydesk webhooks …`: the receivers of events. */
export function addWebhooks(program: Command): void {
  const webhooks = program.command('webhooks').description(words.description);
  addReceivers(webhooks);
  addTestAndRotate(webhooks);
  addWebhookDeliveries(webhooks);
}

function addReceivers(webhooks: Command): void {
  addCommand(webhooks, 'list', words.list, {}, async ({ client, json }) => {
    const list = await client.webhooks.list();
    print(json, { ok: true, webhooks: list }, () => webhookLines(list));
  });

  const takesAdd = {
    url: argument(),
    events: parsed('<list>', words.events({ choices: eventTypes.join(', ') }), listOf(eventTypes)),
    fields: parsed('<list>', words.fields({ choices: webhookFields.join(', ') }), listOf(webhookFields)),
    allowPrivate: text('<host>', words.allowPrivate),
  };
  addCommand(webhooks, 'add', words.add, { takes: takesAdd }, async ({ client, json }, given) => {
    const { url, events, fields, allowPrivate } = given;
    const added = await client.webhooks.add(defined({ url, types: events, fields, privateHost: allowPrivate }));
    await printOnce(json, { ok: true, ...added }, () => secretLines(added));
  });

  const takesId = { takes: { id: argument() } };
  addCommand(webhooks, 'remove', words.remove, takesId, async ({ client, json }, { id }) => {
    await client.webhooks.remove({ id });
    print(json, { ok: true, id }, () => [words.removed]);
  });
  addCommand(webhooks, 'enable', words.enable, takesId, (session, { id }) => change(session, { id, enabled: true }));
  addCommand(webhooks, 'disable', words.disable, takesId, (session, { id }) => change(session, { id, enabled: false }));
}

async function change({ client, json }: Session, wanted: { id: string; enabled: boolean }): Promise<void> {
  const webhook = await client.webhooks.change(wanted);
  print(json, { ok: true, webhook }, () => webhookLines([webhook]));
}

function addTestAndRotate(webhooks: Command): void {
  const takesId = { takes: { id: argument() } };
  addCommand(webhooks, 'test', words.test, takesId, async ({ client, json }, { id }) => {
    const answer = await client.webhooks.test({ id });
    print(json, { ok: true, ...answer }, () => [words.tested({ status: answer.status, ms: Math.round(answer.ms) })]);
  });
  addCommand(webhooks, 'rotate', words.rotate, takesId, async ({ client, json }, { id }) => {
    const rotated = await client.webhooks.rotate({ id });
    await printOnce(json, { ok: true, ...rotated }, () => secretLines(rotated));
  });
}

/** Returns a parser of words that are separated by commas. */
function listOf<T extends string>(all: readonly T[]): (text: string) => T[] {
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
