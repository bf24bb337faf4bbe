import { Field } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { assignmentStateWords } from '../../../../contract/assignments/words.ts';
import type { GroupRow, UserFilter } from '../../../../contract/directory/schema.ts';
import { passkeyKindWords } from '../../../../contract/passkeys/kinds.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { GroupChoice } from '../../../ui/form/GroupChoice.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { useDebounced } from '../../../ui/form/useDebounced.ts';
import type { RouteFilters } from '../../../ui/page/route.ts';
import { FilterBar } from '../../../ui/table/FilterBar.tsx';
import { chosenOf, userFilterOf } from './userFilter.ts';

const words = strings.directory;

/** How long the list of departments is kept, in ms. */
const FRESH = 60_000;

/** The filters of All Users. Calls `onFilter` when the person stops typing. @param props.begin the filters of the address */
export function UserFilters(props: {
  begin?: RouteFilters | undefined;
  onFilter(filter: Omit<UserFilter, 'sort' | 'descending'>): void;
  onEnter(search: string): void;
}) {
  const { begin, onFilter, onEnter } = props;
  const [typed, setTyped] = useState('');
  const [group, setGroup] = useState<GroupRow | null>(() => groupOf(begin));
  const [chosen, setChosen] = useState(() => chosenOf(begin));
  const search = useDebounced(typed.trim(), 120);
  const groupId = group?.id;

  useEffect(() => onFilter(userFilterOf(search, groupId, chosen)), [onFilter, search, groupId, chosen]);

  const choice = (name: keyof typeof chosen, label: string, options: Readonly<Record<string, string>>) => (
    <SelectField
      label={label}
      options={Object.entries(options)}
      value={chosen[name]}
      onChoose={value => setChosen({ ...chosen, [name]: value })}
      tooltip
    />
  );
  return (
    <FilterBar label={words.filters} search={words.search} value={typed} onSearch={setTyped} onEnter={onEnter}>
      <Field label={words.group}>
        <GroupChoice group={group} onGroup={setGroup} />
      </Field>
      {choice('state', words.state, words.states)}
      {choice('account', words.account, words.accounts)}
      {choice('kind', words.kind, words.kinds)}
      {choice('securityKey', words.securityKey, words.securityKeys)}
      <DepartmentChoice value={chosen.department} onChoose={department => setChosen({ ...chosen, department })} />
      {choice('passkey', words.passkey, { ...words.passkeys, ...passkeyKindWords })}
      {choice('assignment', words.assignment, { ...words.assignments, ...assignmentStateWords })}
    </FilterBar>
  );
}

/** The departments with the most users, and the chosen one if it is not among them. */
function DepartmentChoice({ value, onChoose }: { value: string; onChoose(value: string): void }) {
  const departments = useQuery(api.directory.departments.queryOptions({ staleTime: FRESH })).data ?? [];
  const names = departments.flatMap(({ department }) => department ?? []);
  const chosen = value.startsWith('is:') ? value.slice('is:'.length) : undefined;
  const isListed = chosen === undefined || names.includes(chosen);
  const options = [...(isListed ? [] : [chosen]), ...names].map(name => [`is:${name}`, name] as const);
  return (
    <SelectField
      label={words.columns.department}
      options={[['any', words.anyDepartment], ['none', words.noDepartment], ...options]}
      value={value}
      onChoose={onChoose}
      tooltip
    />
  );
}

/** Returns the group of an address. Only its id and its name matter here. */
function groupOf({ group, groupName }: RouteFilters = {}): GroupRow | null {
  return group === undefined ? null : { id: group, displayName: groupName ?? group, members: 0 };
}
