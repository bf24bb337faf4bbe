import { type Command, InvalidArgumentError } from 'commander';
import {
  nameParts,
  PIN_DAYS,
  PIN_LENGTHS,
  type PinPlan,
  type ProfileInput,
  pinHandOvers,
  resetChoices,
} from '../../contract/profiles/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { wholeFrom } from '../arguments.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { argument, flag, type Given, needed, oneOf, parsed, text, texts } from '../takes.ts';
import { profileLines, profilesLines } from './profileRows.ts';

const words = wordsOf('profileCommands');

/** Adds `keydesk profiles …`: named sets of what is done to a key. */
export function addProfiles(program: Command): void {
  const profiles = program.command('profiles').description(words.description);
  addCommand(profiles, 'list', words.list, {}, async ({ client, json }) => {
    const list = await client.profiles.list();
    print(json, { ok: true, profiles: list }, () => profilesLines(list));
  });
  const one = { takes: { profile: argument(words.profile) } };
  addCommand(profiles, 'show', words.show, one, async ({ client, json }, given) => {
    const profile = await client.profiles.show(given);
    print(json, { ok: true, profile }, () => profileLines(profile));
  });
  addCommand(profiles, 'create', words.create, { takes: takesCreate() }, async (session, given) => {
    const profile = await session.client.profiles.create(await draftOf(session, given));
    print(session.json, { ok: true, profile }, () => profileLines(profile));
  });
  addCommand(profiles, 'delete', words.delete, one, async ({ client, json }, given) => {
    const { id, name } = await client.profiles.delete(given);
    print(json, { ok: true, id, name }, () => [words.deleted({ name })]);
  });
}

function takesCreate() {
  const length = wholeFrom(PIN_LENGTHS.min, PIN_LENGTHS.max);
  const parts = nameParts.map(part => `{${part}}`).join(' ');
  return {
    name: needed('<name>', words.name),
    reset: oneOf('<when>', words.reset, resetChoices),
    pin: parsed('<pin>', words.pin, parsePin),
    minPinLength: parsed('<n>', words.minPinLength, length),
    forcePinChange: flag(words.forcePinChange),
    alwaysUv: flag(words.alwaysUv),
    enterpriseAttestation: flag(words.enterpriseAttestation),
    nameTemplate: text('<template>', words.nameTemplate({ parts })),
    pinHandOver: oneOf('<what>', words.pinHandOver, pinHandOvers),
    pinDays: parsed('<n>', words.pinDays, wholeFrom(PIN_DAYS.min, PIN_DAYS.max)),
    default: flag(words.default),
    group: texts('<id...>', words.group),
  };
}

async function draftOf(
  session: Session,
  { group = [], default: isDefault, ...settings }: Given<ReturnType<typeof takesCreate>>,
): Promise<ProfileInput> {
  const groups = await Promise.all(group.map(id => groupOf(session, id)));
  return { ...settings, groups, ...defined({ isDefault }) };
}

/** Returns a group by its id or its name. A group that is not imported is named by its id. */
async function groupOf({ client }: Session, idOrName: string): Promise<{ id: string; name: string }> {
  const groups = await client.directory.groups({ search: idOrName });
  const found =
    groups.find(({ id }) => id === idOrName) ??
    groups.find(({ displayName }) => displayName.toLowerCase() === idOrName.toLowerCase());
  return { id: found?.id ?? idOrName, name: found?.displayName ?? idOrName };
}

function parsePin(text: string): PinPlan {
  if (text === 'typed' || text === 'keep') return { kind: text };
  const [, kind, digits] = /^(random-digits|random-letters):(\d+)$/.exec(text) ?? [];
  const length = Number(digits);
  const { min, max } = PIN_LENGTHS;
  if (kind === undefined || length < min || length > max)
    throw new InvalidArgumentError(words.pinInvalid({ min, max }));
  return { kind: kind === 'random-digits' ? 'random-digits' : 'random-letters', length };
}
