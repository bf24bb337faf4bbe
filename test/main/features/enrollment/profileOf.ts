import { type Profile, type ProfileInput, profileDraftSchema } from '../../../../src/contract/profiles/schema.ts';

/** Returns a profile with these settings, and defaults for the others. */
export function profileOf(settings: Partial<ProfileInput> = {}): Profile {
  const at = '2026-01-01T00:00:00.000Z';
  return { ...profileDraftSchema.parse({ name: 'Desk', ...settings }), id: 'p1', createdAt: at, updatedAt: at };
}
