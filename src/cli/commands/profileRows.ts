import { wordsFor } from '../../contract/errors/words.ts';
import type { EnrollmentPlan, Profile } from '../../contract/profiles/schema.ts';
import { pinHandOverWords, pinPlanText, planStepText, resetWords } from '../../contract/profiles/words.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { listTable, table } from '../table.ts';

const words = wordsOf('profileCommands');

/** Returns the profiles as a table for people. */
export function profilesLines(profiles: readonly Profile[]): string[] {
  if (profiles.length === 0) return [words.none];
  const { columns } = words;
  const headings = [columns.name, columns.reset, columns.pin, columns.default, columns.groups].join('|');
  return listTable(
    headings,
    profiles.map(({ name, reset, pin, isDefault, groups }) => [
      name,
      resetWords[reset],
      pinPlanText(pin),
      yesNo(isDefault),
      commas(groups.map(group => group.name)),
    ]),
  );
}

/** Returns one profile with all its settings. */
export function profileLines(profile: Profile): string[] {
  const { settings } = words;
  return table([
    [settings.name, profile.name],
    [settings.id, profile.id],
    [settings.reset, resetWords[profile.reset]],
    [settings.pin, pinPlanText(profile.pin)],
    [settings.minPinLength, profile.minPinLength === null ? words.unchanged : String(profile.minPinLength)],
    [settings.forcePinChange, yesNo(profile.forcePinChange)],
    [settings.alwaysUv, profile.alwaysUv ? words.yes : words.unchanged],
    [settings.enterpriseAttestation, profile.enterpriseAttestation ? words.yes : words.unchanged],
    [settings.nameTemplate, profile.nameTemplate ?? words.model],
    [settings.pinHandOver, pinHandOverWords[profile.pinHandOver]],
    [settings.pinDays, String(profile.pinDays)],
    [settings.default, yesNo(profile.isDefault)],
    [settings.groups, profile.groups.length === 0 ? words.noGroups : commas(profile.groups.map(group => group.name))],
  ]);
}

/** Returns a dry run: what would be done, then what would be refused. */
export function planLines(plan: EnrollmentPlan): string[] {
  const { user, key, profile } = plan;
  return [
    ...table([
      ...(user === null ? [] : [[words.planUser, user.userPrincipalName]]),
      ...(key === null ? [] : [[words.planKey, key.product ?? key.id]]),
      [words.planProfile, profile?.name ?? words.noPlanProfile],
    ]),
    ...(plan.steps.length === 0 ? [] : ['', words.wouldDo]),
    ...plan.steps.map((step, n) => `${n + 1}. ${planStepText(step)}`),
    ...(plan.refusals.length === 0 ? [] : ['', words.wouldRefuse]),
    ...[...plan.refusals, ...plan.warnings].map(failure => {
      const { message, next } = wordsFor(failure, 'command');
      return `${message} ${next}`;
    }),
  ];
}

function yesNo(on: boolean): string {
  return on ? words.yes : words.no;
}
