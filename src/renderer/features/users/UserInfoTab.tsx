import { useQuery } from '@tanstack/react-query';
import { passkeyKindsText } from '../../../contract/passkeys/kinds.ts';
import { type User, userTexts } from '../../../contract/users/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/display/Facts.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { UserState } from './UserState.tsx';

const words = strings.user.facts;

export function UserInfoTab({ user }: { user: User }) {
  const imported = useQuery(api.directory.user.queryOptions({ input: { user: user.id } })).data;
  const kinds = imported?.passkeyKinds ?? null;
  return (
    <Panel>
      <Facts
        facts={[
          { label: words.displayName, value: user.displayName },
          { label: words.userPrincipalName, value: user.userPrincipalName },
          ...userTexts.map(name => ({ label: words[name], value: user[name] })),
          { label: words.state, value: <UserState user={user} /> },
          { label: words.passkeyKinds, value: kinds === null ? strings.unknown : passkeyKindsText(kinds) },
          { label: words.id, value: user.id, code: true },
        ]}
      />
    </Panel>
  );
}
