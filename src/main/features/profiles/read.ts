import type { Selectable } from 'kysely';
import { z } from 'zod';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Profile, profileSchema } from '../../../contract/profiles/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { ProfileContext } from './context.ts';

/** The id of the profile that was chosen last. */
export const lastUsed = { name: 'last-profile', schema: z.string().nullable() };

/** Returns the profiles of the tenant, the oldest first. */
export async function readProfiles({
  database,
  tenant,
}: Pick<ProfileContext, 'database' | 'tenant'>): Promise<Profile[]> {
  const rows = await database
    .selectFrom('profile')
    .selectAll()
    .where('tenant', '=', idOf(tenant))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  const newestDefault = rows.findLast(row => row.is_default === 1)?.id;
  return rows.map(row => ({ ...toProfile(row), isDefault: row.id === newestDefault }));
}

/** Returns a profile by its id or its name. Case does not matter in names. @throws KeydeskError profile-not-found */
export async function findProfile(context: ProfileContext, idOrName: string): Promise<Profile> {
  const profiles = await readProfiles(context);
  const found = profiles.find(({ id }) => id === idOrName) ?? profiles.find(({ name }) => sameName(name, idOrName));
  if (found === undefined) throw new KeydeskError('profile-not-found', { profile: idOrName });
  return found;
}

/** Returns whether two names are the same to a person. */
export function sameName(one: string, other: string): boolean {
  return one.localeCompare(other, undefined, { sensitivity: 'accent' }) === 0;
}

/** Returns a row in the contract's shape. Settings that this version does not know are left out. */
function toProfile(row: Selectable<Schema['profile']>): Profile {
  return profileSchema.parse({
    ...z.record(z.string(), z.unknown()).parse(JSON.parse(row.settings)),
    id: row.id,
    name: row.name,
    groups: JSON.parse(row.groups),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}
