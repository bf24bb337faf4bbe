import { PeopleTeamRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { GroupRow } from '../../../../contract/directory/schema.ts';
import type { User } from '../../../../contract/users/schema.ts';
import { number } from '../../../../words/say.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { EmptyState } from '../../../ui/display/EmptyState.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { CellText } from '../../../ui/table/CellText.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { ListView } from '../../../ui/table/ListView.tsx';

const words = strings.directory;

const columns: readonly Column<GroupRow>[] = [
  { header: () => words.groupColumns.name, cell: ({ displayName }) => <CellText text={displayName} /> },
  { header: () => words.groupColumns.members, width: '160px', cell: ({ members }) => number(members) },
];

/** The groups of a user, direct or nested. */
export function GroupsTab({ user }: { user: User }) {
  const groups = useQuery(api.directory.groupsOf.queryOptions({ input: { user: user.id } }));
  return (
    <Panel>
      <ListView
        list={groups}
        count={groups.data?.length ?? 0}
        empty={<EmptyState Icon={PeopleTeamRegular} title={words.groupsEmpty} hint={words.groupsHint} />}
      >
        <ListTable
          label={strings.user.tabs.groups}
          columns={columns}
          rows={groups.data ?? []}
          keyOf={({ id }) => id}
          size="medium"
        />
      </ListView>
    </Panel>
  );
}
