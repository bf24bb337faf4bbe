/**
 * An activation station without a window, as a separate process. Proves a user by a code, activates the plugged-in key,
 * prints each event as a line of JSON, and ends when all events are handled. Its one argument is StationOptions.
 */
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { PinTask } from '../../../../src/contract/activation/schema.ts';
import type { Contract } from '../../../../src/contract/contract.ts';
import { startCore } from '../../../../src/main/app/core.ts';
import { testServices } from '../../app/shellServices.ts';

export interface StationOptions {
  folder: string;
  graphUrl: string;
  token: string;
  udpKey: string;
  webhookSecret: string;
  user: string;
  code: string;
  /** The PINs that the user knows, in the order in which they try them. */
  pins: readonly [string, string];
}

const options = JSON.parse(process.argv[2] ?? '') as StationOptions;
const { pins } = options;
const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

const core = await startCore({
  dataFolder: options.folder,
  practice: false,
  udpKeys: [options.udpKey],
  graph: { graphUrl: options.graphUrl, version: 'v1.0', token: options.token },
  webhookSecrets: [options.webhookSecret],
  services: testServices('loopback'),
  log: message => void process.stderr.write(`${message}\n`),
});
const client: ContractRouterClient<Contract> = createRouterClient(core.router);
await core.recovered;

let wrong = 0;
/** After a wrong PIN, the user tries the other one. */
function answer({ kind, refused }: PinTask): { present?: string; chosen?: string } {
  if (refused?.code === 'pin-wrong') wrong++;
  const [present = '', other = ''] = wrong % 2 === 0 ? pins : [...pins].reverse();
  if (kind === 'choose') return { chosen: pins[0] };
  return kind === 'enter' ? { present } : { present, chosen: other };
}

try {
  const { sitting } = await client.activation.enterCode({ user: options.user, code: options.code });
  for await (const event of await client.activation.run({ sitting })) {
    say(event);
    if (event.type === 'pin-wanted') await client.activation.answerPin({ sitting, ...answer(event.task) });
  }
} catch (error) {
  say({ type: 'failed', failure: (error as { data?: unknown }).data ?? String(error) });
}
await client.workflows.work();
await client.webhooks.deliver();
say({ type: 'log', failure: (await client.activity.verify({})).failure });
await core.close();
process.exit(0);
