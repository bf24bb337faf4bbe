import { useQuery } from '@tanstack/react-query';
import { PIN_DAYS, type ProfileDraft, profileDraftSchema } from '../../../contract/profiles/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Trail } from '../../ui/page/Trail.tsx';
import { ProfileForm } from './ProfileForm.tsx';

const words = strings.profiles;
const blank: ProfileDraft = {
  name: '',
  reset: 'never',
  pin: { kind: 'random-digits', length: 8 },
  minPinLength: null,
  forcePinChange: false,
  alwaysUv: false,
  enterpriseAttestation: false,
  nameTemplate: null,
  pinHandOver: 'keep',
  pinDays: PIN_DAYS.usual,
  isDefault: false,
  groups: [],
};

/** Creates a profile, or edits one. */
export function ProfilePage({ id }: { id?: string }) {
  const known = useQuery(
    api.profiles.show.queryOptions({
      input: { profile: id ?? '' },
      enabled: id !== undefined,
      refetchOnMount: 'always',
      // What a person types must not be replaced by what another window saves meanwhile.
      refetchOnWindowFocus: false,
      gcTime: 0,
    }),
  );
  const title = id === undefined ? words.add : words.editTitle;
  return (
    <>
      <Trail above={[{ route: { page: 'settings' }, name: strings.settings.title }]} current={title} />
      <PageHeading title={title}>{words.explain}</PageHeading>
      {id === undefined && <ProfileForm start={blank} />}
      {id !== undefined && <QueryState query={known} />}
      {known.data !== undefined && <ProfileForm id={known.data.id} start={profileDraftSchema.parse(known.data)} />}
    </>
  );
}
