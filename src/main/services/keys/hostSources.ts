import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { PracticeState } from '../../../contract/practice/schema.ts';
import { cleanSummary } from './cleanSummary.ts';
import { toHostFailure } from './hostFailure.ts';
import { oneAtATime } from './oneAtATime.ts';
import type { PracticeSource } from './practiceSource.ts';
import type { HostConfiguration, HostFailure } from './protocol.ts';
import type { KeySource } from './sources.ts';

type SourceName = 'hid' | 'udp' | 'practice';
export type SourceMakers = Readonly<
  Record<SourceName, (configuration: HostConfiguration) => Promise<KeySource | null>>
>;

/** A source, its last list of keys, and the reason if it cannot be used. */
interface Slot {
  readonly name: SourceName;
  source: KeySource | undefined;
  keys: KeySummary[];
  problem: HostFailure | undefined;
}

/**
 * Merges the keys of all sources into one list. A source that fails keeps its last list and is reported; the others are
 * not affected.
 */
export interface HostSources {
  configure(configuration: HostConfiguration): Promise<void>;
  /** Lists the keys again. Resolves when a list that is at least as new as the call has been announced. */
  look(): Promise<void>;
  ownerOf(keyId: string): KeySource | undefined;
  practice(): PracticeSource | undefined;
}

interface Listeners {
  keys(keys: KeySummary[], problems: readonly HostFailure[]): void;
  practice(state: PracticeState): void;
}

/**
 * Each source loads its libraries when it is configured. Without USB libraries the practice key still works, and the
 * failed source is reported.
 */
const realSources: SourceMakers = {
  hid: async ({ hid }) => (hid ? (await import('./hidSource.ts')).hidSource() : null),
  udp: async ({ udp }) => (udp.length > 0 ? (await import('./udpSource.ts')).udpSource(udp) : null),
  practice: async ({ practice }) =>
    practice === null ? null : (await import('./practiceSource.ts')).practiceSource(practice),
};

export function createHostSources(listeners: Listeners, makers: SourceMakers = realSources): HostSources {
  let slots: Slot[] = [];
  const practice = () => slots.find(({ name }) => name === 'practice')?.source as PracticeSource | undefined;

  const look = oneAtATime(async () => {
    await Promise.all(slots.map(read));
    const problems = slots.flatMap(({ problem }) => problem ?? []);
    listeners.keys(
      slots.flatMap(({ keys }) => keys.map(cleanSummary)),
      problems,
    );
  });

  return {
    configure: async configuration => {
      const names = Object.keys(makers) as SourceName[];
      slots = await Promise.all(names.map(name => openSlot(name, makers, configuration)));
      for (const { source } of slots) source?.onChange(() => void look());
      const state = practice();
      state?.onState(next => listeners.practice(next));
      if (state !== undefined) listeners.practice(state.state());
      await look();
    },
    look,
    ownerOf: keyId => slots.find(({ source }) => source?.owns(keyId) === true)?.source,
    practice,
  };
}

async function openSlot(name: SourceName, makers: SourceMakers, configuration: HostConfiguration): Promise<Slot> {
  try {
    const source = (await makers[name](configuration)) ?? undefined;
    return { name, source, keys: [], problem: undefined };
  } catch (error) {
    return { name, source: undefined, keys: [], problem: problemOf(name, error) };
  }
}

/**
 * A failed listing does not prove that keys were removed, so they stay listed. Opening one shows whether it is there.
 */
async function read(slot: Slot): Promise<void> {
  if (slot.source === undefined) return;
  try {
    slot.keys = await slot.source.list();
    slot.problem = undefined;
  } catch (error) {
    slot.problem = problemOf(slot.name, error);
  }
}

function problemOf(source: SourceName, error: unknown): HostFailure {
  const failure = toHostFailure(error);
  const code = source === 'hid' && failure.code === 'internal' ? 'usb-unavailable' : failure.code;
  return { ...failure, code, params: { ...failure.params, source } };
}
