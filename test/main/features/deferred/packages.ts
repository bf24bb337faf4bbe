import './rememberedScrypt.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../../../src/contract/contract.ts';
import type {
  DeferredEvent,
  FetchRequest,
  MakeRequest,
  ShownPackage,
  Unlock,
} from '../../../../src/contract/deferred/schema.ts';
import { openPackage } from '../../../../src/main/features/deferred/package/packageFile.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import type { BusDesk } from '../../services/keys/busDesk.ts';

export const PASSPHRASE = 'correct horse battery';
export const unlock: Unlock = { kind: 'passphrase', passphrase: PASSPHRASE };
export const upn = (n: number) => `user${n}@contoso.example`;

type Client = ContractRouterClient<Contract>;

/** Follows a stream to its end. Throws why it failed. */
export async function ended(events: AsyncIterable<DeferredEvent>): Promise<ShownPackage> {
  for await (const event of events) {
    if (event.type === 'ended') return event;
    if (event.type === 'failed') throw Object.assign(new Error(event.failure.code), event.failure);
  }
  throw new Error('the stream has no end');
}

/** Fetches users into a package in the folder of a desk. */
export async function fetchInto(
  { client }: { readonly client: Client },
  file: string,
  users: readonly (string | { user: string; serial: string })[],
  options: Partial<Omit<FetchRequest, 'file' | 'source'>> = {},
): Promise<ShownPackage> {
  const rows = users.map((user, n) => ({
    line: n + 1,
    name: null,
    profile: null,
    serial: null,
    ...(typeof user === 'string' ? { user } : user),
  }));
  return ended(
    await client.deferred.fetch({
      file,
      source: { kind: 'rows', rows },
      lock: { kind: 'passphrase', passphrase: PASSPHRASE },
      ...options,
    }),
  );
}

/** Makes keys until a condition holds. Returns all events. */
export async function make(
  { client }: { readonly client: Client },
  file: string,
  until: (event: DeferredEvent) => Promise<boolean> | boolean,
  options: Partial<Omit<MakeRequest, 'file'>> = {},
): Promise<DeferredEvent[]> {
  const told: DeferredEvent[] = [];
  const end = new AbortController();
  const request = { file, unlock, interactive: false, ...options };
  const events = await client.deferred.make(request, { signal: end.signal });
  for await (const event of events) {
    told.push(event);
    if (event.type === 'failed') throw Object.assign(new Error(event.failure.code), event.failure);
    if (event.type === 'ended') break;
    if (await until(event)) end.abort();
  }
  return told;
}

/** Makes a key for each row, one after the other. Plugs in the keys in order. */
export async function makeAll(
  desk: BusDesk,
  file: string,
  keys: readonly (readonly [key: SoftwareKey, serial?: string])[],
) {
  let at = 0;
  const plugNext = async () => {
    const [key, serial] = keys[at++] ?? [];
    if (key !== undefined) await desk.plug(key, serial);
  };
  await plugNext();
  let last = '';
  return make(desk, file, async event => {
    if (event.type !== 'keys') return false;
    const [key] = event.keys;
    const state = `${key?.keyId} ${key?.rowId} ${key?.state}`;
    if (event.over) return true;
    if ((key?.state === 'remove' || key?.state === 'refused') && state !== last) {
      last = state;
      if (at >= keys.length) return true;
      // The stream must go on while the key is replaced.
      void plugNext();
    }
    return false;
  });
}

/** Reads what a package has inside. */
export async function inside(file: string) {
  const held = await openPackage(file, unlock, async () => undefined);
  held.close();
  return structuredClone(held.content);
}

export const upload = async ({ client }: { readonly client: Client }, file: string) =>
  ended(await client.deferred.upload({ file, unlock }));

export const told = ({ rows }: ShownPackage) => rows.map(({ state, error }) => [state, error?.code ?? null]);
export const fileIn = (folder: string, name = 'site') => join(folder, `${name}.keydesk-keys`);
export const copyOf = (file: string) => readFileSync(file);
