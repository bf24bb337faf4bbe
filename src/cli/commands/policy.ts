import type { Command } from 'commander';
import { wordsFor } from '../../contract/errors/words.ts';
import type { PolicyAnswer, PolicyState } from '../../contract/policy/schema.ts';
import { policyGroups, policySentences } from '../../contract/policy/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print, printFailure } from '../output.ts';
import { flag, listedKey, needed, notWith, text } from '../takes.ts';

const words = wordsOf('commands').policy;

/** Adds `keydesk policy show` and `keydesk policy check`. */
export function addPolicy(program: Command): void {
  const policy = program.command('policy').description(words.description);
  const refresh = flag(words.refresh);

  addCommand(policy, 'show', words.show, { takes: { refresh } }, async ({ client, json }, given) => {
    const state = await client.policy.state(given);
    // The current policy could not be read. The window shows the last known one.
    if (state.failure !== null && (state.policy === null || given.refresh === true)) {
      process.exitCode = 1;
      if (!json && state.policy !== null) print(json, {}, () => stateLines({ ...state, failure: null }));
      return printFailure(json, state.failure, state.policy === null ? {} : state);
    }
    print(json, { ok: true, ...state }, () => stateLines(state));
  });

  const takesCheck = {
    user: needed('<user>', wordsOf('commandLine').user),
    key: listedKey(text('<key>', words.key)),
    aaguid: notWith('key', text('<aaguid>', words.aaguid)),
    refresh,
  };
  addCommand(policy, 'check', words.check, { takes: takesCheck }, async ({ client, json }, { key, ...given }) => {
    const answer = await client.policy.check({ ...given, ...defined({ keyId: key }) });
    const { verdict, ...about } = answer;
    if (verdict.verdict === 'refused') {
      process.exitCode = 1;
      return printFailure(json, verdict.reason, { verdict: 'refused', ...about });
    }
    print(json, { ok: true, ...about, ...verdict }, () => verdictLines(answer));
  });
}

function stateLines({ policy, fetchedAt, failure, models, names }: PolicyState): string[] {
  if (policy === null) return [];
  const nameOf = (id: string) => names[id] ?? id;
  const groups = policyGroups(policy, nameOf);
  return [
    ...policySentences(policy, nameOf),
    words.asOf({ time: fetchedAt === null ? null : timeText(fetchedAt) }),
    ...(groups.length === 0 ? [] : ['', words.groups]),
    ...groups.map(line => words.line({ line })),
    ...(failure === null ? [] : [wordsFor(failure, 'command').message, wordsFor(failure, 'command').next]),
    ...(models.length === 0 ? [] : ['', words.models]),
    ...models.map(({ name, aaguid, profiles }) => words.model({ name, aaguid, profiles: commas(profiles) })),
  ];
}

function verdictLines({ user, model, aaguid, verdict }: PolicyAnswer): string[] {
  const key = model ?? aaguid ?? words.someKey;
  if (verdict.verdict === 'allowed') {
    return [words.allowed({ key, user: user.userPrincipalName, profile: verdict.profile })];
  }
  const { message, next } = wordsFor(verdict.reason, 'command');
  return [message, next];
}
