import type { Selectable } from 'kysely';
import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Profile, profileSchema } from '../../../contract/profiles/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { ProfileContext } from './context.ts';

/** The id of the profile that was chosen last. */
export const lastUsed = { name: 'last-profile', schema: z.string().nullable() };

type ProfileRow = Selectable<Schema['profile']>;
type Reading = Pick<ProfileContext, 'database' | 'tenant'>;

/** Returns the profiles of the tenant, the oldest first. @throws KeydeskError profile-unreadable */
export async function readProfiles(context: Reading): Promise<Profile[]> {
  const rows = await readRows(context);
  const newestDefault = rows.findLast(row => row.is_default === 1)?.id;
  return rows.map(row => toProfile(row, row.id === newestDefault));
}

/**
 * Returns a profile by its id or its name. Case does not matter in names.
 * @throws KeydeskError profile-not-found, profile-unreadable
 */
export async function findProfile(context: Reading, idOrName: string): Promise<Profile> {
  return named(await readProfiles(context), idOrName);
}

/** Returns the id and the name of a profile whose settings may be of a later version. @throws KeydeskError profile-not-found */
export async function findRow(context: Reading, idOrName: string): Promise<Pick<ProfileRow, 'id' | 'name'>> {
  return named(await readRows(context), idOrName);
}

function named<T extends { readonly id: string; readonly name: string }>(all: readonly T[], idOrName: string): T {
  const found = all.find(({ id }) => id === idOrName) ?? all.find(({ name }) => sameName(name, idOrName));
  if (found === undefined) throw new KeydeskError('profile-not-found', { profile: idOrName });
  return found;
}

function readRows({ database, tenant }: Reading): Promise<ProfileRow[]> {
  return database
    .selectFrom('profile')
    .selectAll()
    .where('tenant', '=', idOf(tenant))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

/** Returns whether two names are the same to a person. */
export function sameName(one: string, other: string): boolean {
  return one.localeCompare(other, undefined, { sensitivity: 'accent' }) === 0;
}

/**
 * Returns a row in the contract's shape. Settings that this version does not know are left out. A known setting with an unknown value is
 * an error: without it, a key would get less than the profile demands.
 * @throws KeydeskError profile-unreadable
 */
function toProfile(row: ProfileRow, isDefault: boolean): Profile {
  const read = profileSchema.safeParse({
    ...z.record(z.string(), z.unknown()).parse(JSON.parse(row.settings)),
    id: row.id,
    name: row.name,
    groups: JSON.parse(row.groups),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    isDefault,
  });
  if (!read.success) throw new KeydeskError('profile-unreadable', { profile: row.name }, { cause: read.error });
  return read.data;
}
