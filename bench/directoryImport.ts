/**
 * Imports 100,000 users, 2,000 groups and 400,000 memberships over HTTP. The floor only fetches and parses the same
 * pages of the same tenant.
 */
import { GROUP_SELECT } from '../src/main/services/graph/delta.ts';
import { USER_SELECT } from '../src/main/services/graph/users.ts';
import type { Figure } from './figure.ts';
import type { ImportAnswer, ImportQuestion } from './importPeer.ts';
import { startPeer } from './peer.ts';
import type { TenantAnswer, TenantQuestion } from './tenantPeer.ts';

const USERS = 100_000;
const TEAMS = 2000;
/** In MB. */
const MOST_MEMORY = 350;

export async function directoryImportFigures(): Promise<Figure[]> {
  const tenant = startPeer<TenantQuestion, TenantAnswer>('tenantPeer.ts');
  const core = startPeer<ImportQuestion, ImportAnswer>('importPeer.ts');
  const where = await tenant.ask({ users: USERS, teams: TEAMS });
  // The first round makes the tenant compute what it then caches.
  await fetchAll(where);
  const before = await fetchAll(where);
  const first = await core.ask(where);
  const bare = (before + (await fetchAll(where))) / 2;
  await tenant.ask('change 100 users');
  const second = await core.ask(where);
  core.close();
  tenant.close();
  return [
    {
      name: 'import of 100,000 users, 400,000 memberships',
      value: first.ms,
      unit: 'ms',
      floor: { name: 'the same pages fetched and parsed', value: bare },
      goal: 1.5,
    },
    {
      name: 'second import, 100 changes',
      value: second.ms,
      unit: 'ms',
      floor: { name: 'the first import', value: first.ms },
      goal: 0.01,
      note: `${second.changed} changed`,
    },
    {
      name: 'memory of an importing core, peak',
      value: second.peak,
      unit: 'MB',
      floor: { name: 'goal', value: MOST_MEMORY },
      goal: 1,
    },
  ];
}

const FIRST_PAGES = [
  `/users/delta?$select=${USER_SELECT}`,
  `/groups/delta?$select=${GROUP_SELECT}`,
  '/reports/authenticationMethods/userRegistrationDetails?$select=id,isAdmin,methodsRegistered&$top=999',
];

/** In ms. */
async function fetchAll({ url, token }: TenantAnswer): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, prefer: 'odata.maxpagesize=999' };
  const began = performance.now();
  for (const first of FIRST_PAGES) {
    for (let next: string | undefined = `${url}/v1.0${first}`; next !== undefined; ) {
      const page = (await (await fetch(next, { headers })).json()) as { '@odata.nextLink'?: string };
      next = page['@odata.nextLink'];
    }
  }
  return performance.now() - began;
}
