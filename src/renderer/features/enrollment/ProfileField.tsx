import { strings } from '../../strings.ts';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { AUTO, NONE, type ProfilePlan } from './useProfilePlan.ts';

const words = strings.profiles;

/** The choice of the profile, if there are any. */
export function ProfileField({ profiles, choice, choose }: Pick<ProfilePlan, 'profiles' | 'choice' | 'choose'>) {
  if (profiles.length === 0) return null;
  const named = profiles.map(({ id, name }) => [id, name] as const);
  return (
    <SelectField
      label={words.choice}
      options={[[AUTO, words.automatic], ...named, [NONE, words.none]]}
      value={choice}
      onChoose={choose}
      tooltip
    />
  );
}
