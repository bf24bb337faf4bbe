import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { keyDetails } from './details.ts';
import { withKeyErrors } from './keyErrors.ts';
import type { KeyHost } from './keyHost.ts';
import type { Keys, OpenKey } from './keys.ts';
import { openChosen } from './openKey.ts';
import { watchPresence } from './presence.ts';
import { createTurns } from './turns.ts';

/** Creates access to the keys of a key host. */
export function createKeys(keyHost: KeyHost): Keys {
  const turns = createTurns();
  const presence = watchPresence(keyHost);

  const open: Keys['open'] = async (keyId, signal) => {
    const chosen = presence.note(await chooseKey(keyHost, keyId));
    const { id } = chosen.summary;
    const waited = turns.isTaken(id);
    const endTurn = await turns.take(id, signal);
    let summary: KeySummary;
    try {
      summary = presence.check(chosen, named(keyHost, id));
    } catch (error) {
      endTurn();
      throw error;
    }
    return openChosen({ keyHost, presence }, { summary, chosen, waited }, endTurn, signal);
  };

  const use: Keys['use'] = async (keyId, work, signal) => {
    const key = await open(keyId, signal);
    try {
      return await work(key);
    } finally {
      key.close();
    }
  };

  const ask: Keys['ask'] = (keyId, question, signal) => use(keyId, key => closingOn(key, question, signal), signal);

  return {
    choose: keyId => chooseKey(keyHost, keyId),
    list: async () => {
      await keyHost.ready();
      return keyHost.keys();
    },
    open,
    use,
    ask,
    busy: turns.isTaken,
    forget: presence.forget,
    details: (keyId, signal) => ask(keyId, key => withKeyErrors(() => keyDetails(key.summary, key.session)), signal),
  };
}

async function chooseKey(keyHost: KeyHost, keyId: string | undefined): Promise<KeySummary> {
  await keyHost.ready();
  const keys = keyHost.keys();
  const [first] = keys;
  if (keyId !== undefined) {
    const key = named(keyHost, keyId);
    if (key === undefined) throw problemOf(keyHost, keyId) ?? new KeydeskError('key-not-found', { keyId });
    return key;
  }
  if (first === undefined) throw keyHost.problems()[0] ?? new KeydeskError('no-key');
  if (keys.length > 1) throw new KeydeskError('several-keys', { count: keys.length });
  return first;
}

function named(keyHost: KeyHost, id: string): KeySummary | undefined {
  return keyHost.keys().find(key => key.id === id);
}

/** Returns the problem of the source that this key belongs to, or undefined if there is none. */
function problemOf(keyHost: KeyHost, keyId: string): KeydeskError | undefined {
  return keyHost.problems().find(({ params }) => keyId.split(':')[0] === params.source);
}

/** Runs a question on a key, and closes the key at once if the signal aborts. */
async function closingOn<T>(
  key: OpenKey,
  question: (key: OpenKey) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const leave = () => key.close();
  signal?.addEventListener('abort', leave, { once: true });
  try {
    return await question(key);
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}
