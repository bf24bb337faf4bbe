import { type Command, Option } from 'commander';
import { wordsFor } from '../../contract/errors/words.ts';
import type { PolicyAnswer, PolicyState } from '../../contract/policy/schema.ts';
import { policyGroups, policySentences } from '../../contract/policy/words.ts';
import { print, printFailure } from '../output.ts';
import { withCore } from '../session.ts';

interface CheckOptions {
  user: string;
  key?: string;
  aaguid?: string;
  refresh?: boolean;
}

const REFRESH = 'ask Microsoft Entra ID even where the last answer is young';

/** `keydesk policy show` and `keydesk policy check`. */
export function addPolicy(program: Command): void {
  const policy = program.command('policy').description('who may register which key, by the tenant’s passkey policy');

  policy
    .command('show')
    .description('the policy in words, and the models of key that it lets in')
    .option('--refresh', REFRESH)
    .action((options: { refresh?: boolean }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const state = await client.policy.state(options);
        // The current policy could not be read; the window shows the last one.
        if (state.failure !== null && (state.policy === null || options.refresh === true)) {
          process.exitCode = 1;
          if (!json && state.policy !== null) print(json, {}, () => stateLines({ ...state, failure: null }));
          return printFailure(json, state.failure, state.policy === null ? {} : state);
        }
        print(json, { ok: true, ...state }, () => stateLines(state));
      }),
    );

  policy
    .command('check')
    .description('tell beforehand whether a registration will be refused, and by which rule; nothing is written')
    .requiredOption('--user <user>', 'user principal name or object id')
    .addOption(new Option('--key <key>', 'a plugged-in key: hid:PATH, udp:PORT:REPLYPORT or practice'))
    .addOption(new Option('--aaguid <aaguid>', 'a model of key').conflicts('key'))
    .option('--refresh', REFRESH)
    .action((options: CheckOptions, command: Command) =>
      withCore(command, { listed: options.key }, async ({ client, json }) => {
        const { user, key, aaguid, refresh } = options;
        const answer = await client.policy.check({
          user,
          ...(refresh === undefined ? {} : { refresh }),
          ...(key === undefined ? {} : { keyId: key }),
          ...(aaguid === undefined ? {} : { aaguid }),
        });
        const { verdict, ...about } = answer;
        if (verdict.verdict === 'refused') {
          process.exitCode = 1;
          return printFailure(json, verdict.reason, { verdict: 'refused', ...about });
        }
        print(json, { ok: true, ...about, ...verdict }, () => verdictLines(answer));
      }),
    );
}

function stateLines({ policy, fetchedAt, failure, models, names }: PolicyState): string[] {
  if (policy === null) return [];
  const nameOf = (id: string) => names[id] ?? id;
  const groups = policyGroups(policy, nameOf);
  return [
    ...policySentences(policy, nameOf),
    `As of ${fetchedAt}.`,
    ...(groups.length === 0 ? [] : ['', 'Groups in it, with their object ids:']),
    ...groups.map(group => `  ${group}`),
    ...(failure === null ? [] : [wordsFor(failure).message, wordsFor(failure, 'command').next]),
    ...(models.length === 0 ? [] : ['', 'Models that it lets in:']),
    ...models.map(({ name, aaguid, profiles }) => `  ${name} (${aaguid}): ${profiles.join(', ')}`),
  ];
}

function verdictLines({ user, model, aaguid, verdict }: PolicyAnswer): string[] {
  const key = model ?? aaguid ?? 'A security key';
  if (verdict.verdict === 'allowed') {
    return [`${key} can be registered for ${user.userPrincipalName} (profile ${verdict.profile}).`];
  }
  const { message, next } = wordsFor(verdict.reason, 'command');
  return [message, next];
}
