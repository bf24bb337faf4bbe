/** Queries on the imported directory with a million users, compared with a thousand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type UserFilter, userFilterSchema } from '../src/contract/directory/schema.ts';
import { type DirectoryThread, directoryThread } from '../src/main/features/directory/database/thread.ts';
import { type Figure, median } from './figure.ts';
import { fillDirectory, GROUPS } from './filledDirectory.ts';

const SMALL = 1000;
const LARGE = 1_000_000;
const PAGE = 100;
const ROUNDS = 40;
const threadModule = new URL('../src/main/features/directory/database/worker.ts', import.meta.url);

/** What people type while they enter a name, a user name or a number. */
const TYPED = [
  'a',
  'an',
  'ann',
  'anna',
  'm',
  'mü',
  'mul',
  'sales',
  'user9',
  'user99',
  'user991',
  'e0009',
  'e000991',
  'a sales',
  'zzz',
  'j sm',
];

export async function directoryStoreFigures(): Promise<Figure[]> {
  const [small, large] = [await measure(SMALL), await measure(LARGE)];
  const figure = (name: string, of: keyof typeof small, goal: number): Figure => ({
    name: `${name}, 1,000,000 users`,
    value: large[of],
    unit: 'ms',
    floor: { name: '1,000 users', value: small[of] },
    goal,
  });
  return [
    figure('first page after start', 'firstPage', 3),
    figure('jump to any scroll position', 'jump', 3),
    figure('filter by group, first page', 'group', 3),
    figure('search as one types, p95', 'search', 10),
    { name: 'the whole list worked out once, 1,000,000 users', value: large.whole, unit: 'ms' },
  ];
}

interface Times {
  firstPage: number;
  jump: number;
  group: number;
  search: number;
  whole: number;
}

async function measure(users: number): Promise<Times> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
  fillDirectory(folder, 'bench', users);
  const firstPages: number[] = [];
  for (let i = 0; i < 5; i++) {
    const thread = directoryThread(folder, threadModule);
    await thread.ask('state', 'bench');
    firstPages.push(await timed(() => page(thread, {}, 0)));
    await thread.close();
  }
  const thread = directoryThread(folder, threadModule);
  const whole = await timed(() => page(thread, {}, users - PAGE));
  const jumps: number[] = [];
  const groups: number[] = [];
  const searches: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const offset = Math.floor(((i * 7919) % ROUNDS) * ((users - PAGE) / ROUNDS));
    jumps.push(await timed(() => page(thread, {}, offset)));
  }
  // Runs each query once, so that no cache answers.
  for (let i = 0; i < GROUPS; i++) groups.push(await timed(() => page(thread, { group: `group ${i}` }, 0)));
  for (const search of TYPED) searches.push(await timed(() => page(thread, { search }, 0)));
  await thread.close();
  rmSync(folder, { recursive: true, force: true });
  return {
    firstPage: median(firstPages),
    jump: median(jumps),
    group: median(groups),
    search: searches.sort((a, b) => a - b)[Math.floor(searches.length * 0.95)] ?? 0,
    whole,
  };
}

function page(thread: DirectoryThread, filter: Partial<UserFilter>, offset: number) {
  return thread.ask('page', 'bench', userFilterSchema.parse(filter), offset, PAGE);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
