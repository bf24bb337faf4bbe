import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { ActivityFacts } from '../../../contract/activity/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { unknownParts } from '../../../contract/profiles/nameTemplate.ts';
import { nameParts, type Profile, type ProfileDraft } from '../../../contract/profiles/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import { isoNow, type Transaction } from '../../base/store/transactions.ts';
import { idOf } from '../../services/tenant/boundTenant.ts';
import type { ProfileContext } from './context.ts';
import { findProfile, findRow, sameName } from './read.ts';

/** Creates a profile. @throws KeydeskError profile-name-taken, invalid-input */
export function createProfile(context: ProfileContext, draft: ProfileDraft): Promise<Profile> {
  return context.activity.during('profile-created', async subject => {
    subject.facts = factsOf(draft);
    refuseUnknownParts(draft);
    const id = randomUUID();
    const at = await context.database.write(async transaction => {
      await takePlaces(transaction, context, draft, id);
      const now = await afterAllOthers(transaction, idOf(context.tenant));
      await transaction
        .insertInto('profile')
        .values({ id, tenant: idOf(context.tenant), ...columnsOf(draft), created_at: now, updated_at: now })
        .execute();
      return now;
    });
    return { ...draft, id, createdAt: at, updatedAt: at };
  });
}

/** Returns the time, later than the creation of every other profile: their order decides which profile of a group applies. */
async function afterAllOthers(transaction: Transaction, tenant: string): Promise<string> {
  const newest = await transaction
    .selectFrom('profile')
    .select(({ fn }) => fn.max('created_at').as('at'))
    .where('tenant', '=', tenant)
    .executeTakeFirst();
  return new Date(Math.max(transaction.now(), Date.parse(newest?.at ?? '1970-01-01') + 1)).toISOString();
}

/** Replaces all settings of a profile. @throws KeydeskError profile-not-found, profile-name-taken, invalid-input */
export function changeProfile(context: ProfileContext, id: string, draft: ProfileDraft): Promise<Profile> {
  return context.activity.during('profile-changed', async subject => {
    subject.facts = factsOf(draft);
    refuseUnknownParts(draft);
    await context.database.write(async transaction => {
      await takePlaces(transaction, context, draft, id);
      const { numUpdatedRows } = await transaction
        .updateTable('profile')
        .set({ ...columnsOf(draft), updated_at: isoNow(transaction) })
        .where('tenant', '=', idOf(context.tenant))
        .where('id', '=', id)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new KeydeskError('profile-not-found', { profile: id });
    });
    return findProfile(context, id);
  });
}

/** Deletes a profile by its id or name, also one that cannot be read. Returns both. @throws KeydeskError profile-not-found */
export function deleteProfile(context: ProfileContext, idOrName: string): Promise<{ id: string; name: string }> {
  return context.activity.during('profile-deleted', async subject => {
    const { id, name } = await findRow(context, idOrName);
    subject.facts = { profile: name };
    await context.database.deleteFrom('profile').where('id', '=', id).execute();
    return { id, name };
  });
}

/** Refuses a name that another profile has, and takes the default and the groups of this profile away from the others. */
async function takePlaces(
  transaction: Transaction,
  { tenant }: ProfileContext,
  { name, isDefault, groups }: ProfileDraft,
  id: string,
): Promise<void> {
  const others = await transaction
    .selectFrom('profile')
    .select(['id', 'name', 'groups'])
    .where('tenant', '=', idOf(tenant))
    .where('id', '<>', id)
    .execute();
  if (others.some(other => sameName(other.name, name))) throw new KeydeskError('profile-name-taken', { profile: name });
  if (isDefault) {
    await transaction.updateTable('profile').set({ is_default: 0 }).where('tenant', '=', idOf(tenant)).execute();
  }
  const taken = new Set(groups.map(group => group.id));
  for (const other of others) {
    const before: ProfileDraft['groups'] = JSON.parse(other.groups);
    const left = before.filter(group => !taken.has(group.id));
    if (left.length === before.length) continue;
    await transaction
      .updateTable('profile')
      .set({ groups: JSON.stringify(left) })
      .where('id', '=', other.id)
      .execute();
  }
}

type ProfileColumns = Pick<Insertable<Schema['profile']>, 'name' | 'settings' | 'groups' | 'is_default'>;

function columnsOf({ name, isDefault, groups, ...settings }: ProfileDraft): ProfileColumns {
  return { name, is_default: isDefault ? 1 : 0, groups: JSON.stringify(groups), settings: JSON.stringify(settings) };
}

function refuseUnknownParts({ nameTemplate }: ProfileDraft): void {
  const [unknown] = nameTemplate === null ? [] : unknownParts(nameTemplate);
  if (unknown === undefined) return;
  const known = nameParts.map(part => `{${part}}`).join(' ');
  throw new KeydeskError('invalid-input', { detail: 'name-template', part: `{${unknown}}`, known });
}

/** Returns the facts of a profile for the activity log. */
function factsOf({ name, reset, pin, isDefault, groups, ...settings }: ProfileDraft): ActivityFacts {
  return {
    profile: name,
    reset,
    pinPlan: pin.kind,
    pinLength: 'length' in pin ? pin.length : null,
    minPinLength: settings.minPinLength,
    forcePinChange: settings.forcePinChange,
    alwaysUv: settings.alwaysUv,
    enterpriseAttestation: settings.enterpriseAttestation,
    nameTemplate: settings.nameTemplate,
    pinHandOver: settings.pinHandOver,
    pinDays: settings.pinDays,
    isDefault,
    groups: groups.map(group => group.name).join(', '),
  };
}
