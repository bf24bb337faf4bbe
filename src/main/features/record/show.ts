import { sql } from 'kysely';
import { hasCode, toFailure } from '../../../contract/errors/failure.ts';
import { wordsFor } from '../../../contract/errors/words.ts';
import { ledWorks, type RecordSight, type RecordState } from '../../../contract/record/schema.ts';
import { newestRevision } from '../../base/record/bulk.ts';
import { connect, disconnect } from '../../base/record/connect.ts';
import { readRecord } from '../../base/record/link.ts';
import type { MirrorState, RecordReach } from '../../base/record/state.ts';
import { type RecordVersions, standingOf, whyOnlyReading } from '../../base/record/versions.ts';
import { targetOf } from '../../services/record/means.ts';
import { keysOf, secretsOf } from './deskKeys.ts';
import { listedDesks } from './listedDesks.ts';
import type { RecordFeatureParts } from './record.ts';

const EMBEDDED = {
  kind: 'embedded',
  url: null,
  reachable: true,
  trouble: null,
  versions: null,
  behind: 0,
  revision: 0,
  asOf: null,
  waiting: 0,
  secrets: null,
  signIn: null,
  unmerged: 0,
} as const;

/** How long before its end a client certificate is shown as about to expire, in ms. */
const SOON = 30 * 24 * 60 * 60 * 1000;

/** Says whether the record can be reached, as this desk saw it last. */
export function sight({ record, settings }: Pick<RecordFeatureParts, 'record' | 'settings'>): RecordSight {
  const state = record.state();
  const { enrollAway } = settings();
  if (state === undefined)
    return { kind: 'embedded', reachable: true, trouble: null, asOf: null, certificateEnds: null, enrollAway };
  const { isReachable = false, trouble } = record.sight ?? {};
  // Before the first look nobody knows, and nothing is wrong. A record of another version can be reached, and has a trouble.
  const isAway = !isReachable && trouble !== undefined;
  return {
    kind: 'postgres',
    reachable: !isAway,
    trouble: trouble === undefined ? null : troubleOf(trouble),
    asOf: asOf(state.seenAt),
    certificateEnds: isSoon(state.reach) ? untilOf(state.reach) : null,
    enrollAway,
  };
}

function isSoon({ certificateUntil }: RecordReach): boolean {
  return certificateUntil != null && certificateUntil - Date.now() < SOON;
}

function untilOf({ certificateUntil }: RecordReach): string | null {
  return certificateUntil == null ? null : new Date(certificateUntil).toISOString();
}

/** Returns how this desk signs in to the record. */
function signInOf({ means }: RecordFeatureParts, reach: RecordReach): RecordState['signIn'] {
  const { signIn, connection } = reach;
  return {
    kind: signIn,
    connection: connection == null ? null : (means.connection(connection)?.name ?? null),
    certificateUntil: untilOf(reach),
    endsSoon: isSoon(reach),
  };
}

function troubleOf(error: unknown): NonNullable<RecordState['trouble']> {
  const failure = toFailure(error);
  const { message, next = '' } = wordsFor(failure);
  return { code: failure.code, params: failure.params, message, next };
}

function asOf(seenAt: number): string | null {
  return seenAt === 0 ? null : new Date(seenAt).toISOString();
}

/** Returns where the record is, and how this desk stands with it. Never fails because the record is away. */
export async function show(parts: RecordFeatureParts): Promise<RecordState> {
  const { record, store, deskKeys } = parts;
  const { enrollAway } = parts.settings();
  await record.look();
  await deskKeys.refresh();
  const before = record.state();
  if (before === undefined) return { ...EMBEDDED, desks: [], enrollAway };
  const there = await ask(parts, before).catch((error: unknown) => ({ trouble: error }));
  const state = record.state() ?? before;
  const { n } = await store.database
    .selectFrom('activity_waiting')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  const { rows: unmerged } = await sql<{ n: number }>`SELECT count(*) AS n FROM merge_row`.execute(store.database);
  const common = {
    kind: 'postgres' as const,
    url: state.reach.url,
    revision: state.revision,
    asOf: asOf(state.seenAt),
    waiting: n,
    secrets: await secretsOf(parts),
    signIn: signInOf(parts, state.reach),
    unmerged: unmerged[0]?.n ?? 0,
    enrollAway,
  };
  if ('trouble' in there) {
    return { ...common, reachable: false, trouble: troubleOf(there.trouble), versions: null, desks: [], behind: null };
  }
  const { versions } = there;
  const why = lossOf(record.sight) ?? whyOnlyReading(versions, store.version);
  return {
    ...common,
    reachable: true,
    trouble: why === undefined ? null : troubleOf(why),
    versions: { record: versions.version, here: store.version, writesFrom: versions.writesFrom },
    desks: await withLeads(parts, there.desks),
    behind: Math.max(0, there.head - state.revision),
  };
}

/** Returns why this desk neither reads nor writes a record that can be reached: the record lost what this desk has seen. */
function lossOf(sight: RecordFeatureParts['record']['sight']): unknown {
  return hasCode(sight?.trouble, 'record-rewound') ? sight?.trouble : undefined;
}

type AskedDesk = Omit<RecordState['desks'][number], 'leads'>;

/** Adds what each desk does for all others. The mirror here has it. */
async function withLeads(
  { store: { database } }: RecordFeatureParts,
  desks: AskedDesk[],
): Promise<RecordState['desks']> {
  const { rows } = await sql<{ work: 'workflows' | 'webhooks'; holder: string }>`
    SELECT work, holder FROM leader WHERE holder IS NOT NULL
    UNION SELECT 'webhooks', owner FROM webhook WHERE owner IS NOT NULL AND state = 'active'`.execute(database);
  return desks.map(desk => ({
    ...desk,
    leads: ledWorks.filter(work => rows.some(row => row.work === work && row.holder.startsWith(`${desk.id}/`))),
  }));
}

function standingIn(record: RecordVersions, version: number | null): RecordState['desks'][number]['standing'] {
  if (version === null) return 'unknown';
  const standing = standingOf(record, version);
  if (standing !== 'writer') return standing;
  return version === record.version ? 'same' : 'older';
}

interface Asked {
  readonly versions: RecordVersions;
  readonly desks: AskedDesk[];
  readonly head: number;
}

async function ask({ means, deskKeys }: RecordFeatureParts, state: MirrorState): Promise<Asked> {
  const client = await connect(targetOf(state.reach, means));
  try {
    const versions = await readRecord(client);
    const keys = await deskKeys.all();
    const all = await listedDesks(client, keys);
    const desks = all.map(({ id, name, lastSeen, version }) => ({
      id,
      name,
      version,
      standing: standingIn(versions, version),
      lastSeen: lastSeen?.toISOString() ?? null,
      isThis: id === state.desk,
      keys: keysOf(id, keys, all),
    }));
    return { versions, desks, head: await newestRevision(client) };
  } finally {
    await disconnect(client);
  }
}
