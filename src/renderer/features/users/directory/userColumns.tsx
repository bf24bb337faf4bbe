import { Avatar, Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { assignmentStateWords } from '../../../../contract/assignments/words.ts';
import type { UserFilter, UserRow } from '../../../../contract/directory/schema.ts';
import { passkeyKindsText } from '../../../../contract/passkeys/kinds.ts';
import { strings } from '../../../strings.ts';
import { formatDay } from '../../../ui/display/formatDate.ts';
import { StateBadge } from '../../../ui/display/StateBadge.tsx';
import { hrefOf } from '../../../ui/page/route.ts';
import { CellText } from '../../../ui/table/CellText.tsx';
import { AssignmentState } from '../../assignments/AssignmentState.tsx';
import { UserState } from '../UserState.tsx';
import { passkeysOf } from './passkeysOf.ts';

const words = strings.directory;

export interface UserColumn {
  header: () => string;
  /** Without it, the list cannot be sorted by this column. */
  sort?: UserFilter['sort'];
  /** A narrow list does not show the column. */
  wideOnly?: boolean;
  /** @param narrowOnly class of parts that only a narrow list shows */
  cell: (user: UserRow, narrowOnly: string) => ReactNode;
  /** The cell of the printed table. */
  paper: (user: UserRow) => ReactNode;
}

const lastUsed = ({ lastUsedAt }: UserRow) => formatDay(lastUsedAt) ?? strings.none;

/** The columns of All Users, between the checkbox and the button that adds a passkey. */
export const userColumns: readonly UserColumn[] = [
  {
    header: () => words.columns.name,
    sort: 'name',
    cell: ({ id, displayName, userPrincipalName }, narrowOnly) => (
      <CellText
        text={displayName}
        under={userPrincipalName}
        underClassName={narrowOnly}
        media={<Avatar name={displayName} size={28} color="colorful" aria-hidden="true" />}
      >
        <Link tabIndex={-1} href={hrefOf({ page: 'user', user: id, tab: 'passkeys' })}>
          {displayName}
        </Link>
      </CellText>
    ),
    paper: ({ displayName }) => displayName,
  },
  {
    header: () => words.columns.userName,
    sort: 'userPrincipalName',
    wideOnly: true,
    cell: ({ userPrincipalName }) => <CellText text={userPrincipalName} />,
    paper: ({ userPrincipalName }) => userPrincipalName,
  },
  {
    header: () => words.columns.department,
    sort: 'department',
    cell: ({ department }) => <CellText text={department ?? strings.none} quiet />,
    paper: ({ department }) => department ?? strings.none,
  },
  {
    header: () => words.columns.state,
    cell: user =>
      user.leftAt === null ? <UserState user={user} /> : <StateBadge color="subtle">{words.hasLeft}</StateBadge>,
    paper: user => (user.leftAt === null ? <UserState user={user} /> : words.hasLeft),
  },
  {
    header: () => words.columns.passkey,
    cell: user => (
      <CellText text={passkeysOf(user)} tip={passkeyKindsText(user.passkeyKinds ?? []) || undefined} quiet />
    ),
    paper: passkeysOf,
  },
  {
    header: () => words.columns.assignment,
    cell: ({ assignment }) => (assignment === null ? strings.none : <AssignmentState state={assignment} />),
    paper: ({ assignment }) => (assignment === null ? strings.none : assignmentStateWords[assignment]),
  },
  { header: () => words.columns.lastUsed, cell: user => <CellText text={lastUsed(user)} quiet />, paper: lastUsed },
];
