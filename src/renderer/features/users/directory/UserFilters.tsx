import { Field } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { assignmentStateWords } from '../../../../contract/assignments/words.ts';
import type { GroupRow, UserFilter } from '../../../../contract/directory/schema.ts';
import { passkeyKindWords } from '../../../../contract/passkeys/kinds.ts';
import { strings } from '../../../strings.ts';
import { GroupChoice } from '../../../ui/form/GroupChoice.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { useDebounced } from '../../../ui/form/useDebounced.ts';
import { FilterBar } from '../../../ui/table/FilterBar.tsx';
import { anyUser, userFilterOf } from './userFilter.ts';

const words = strings.directory;

/** The filters of All Users. Calls `onFilter` when the person stops typing. */
export function UserFilters(props: {
  onFilter(filter: Omit<UserFilter, 'sort' | 'descending'>): void;
  onEnter(search: string): void;
}) {
  const { onFilter, onEnter } = props;
  const [typed, setTyped] = useState('');
  const [group, setGroup] = useState<GroupRow | null>(null);
  const [chosen, setChosen] = useState(anyUser);
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
      {choice('passkey', words.passkey, { ...words.passkeys, ...passkeyKindWords })}
      {choice('assignment', words.assignment, { ...words.assignments, ...assignmentStateWords })}
    </FilterBar>
  );
}
