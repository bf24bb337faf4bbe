import { Field, Select } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { assignmentStates } from '../../../../contract/assignments/schema.ts';
import { assignmentStateWords } from '../../../../contract/assignments/words.ts';
import type { GroupRow, UserFilter } from '../../../../contract/directory/schema.ts';
import { passkeyKinds } from '../../../../contract/passkeys/kinds.ts';
import { strings } from '../../../strings.ts';
import { FilterBar } from '../../../ui/FilterBar.tsx';
import { useDebounced } from '../useDebounced.ts';
import { GroupChoice } from './GroupChoice.tsx';

const words = strings.directory;
const assignmentChoices = ['none', ...assignmentStates] as const;
const passkeyChoices = { ...words.passkeys, ...words.passkeyKinds };
const assignmentWords = { any: words.assignments.any, none: words.assignments.none, ...assignmentStateWords };

const some = <K extends string, V>(name: K, value: V | undefined) => (value === undefined ? {} : { [name]: value });

/** Gives the filter as it settles. Sorting is the table's own. */
export function UserFilters(props: {
  onFilter(filter: Omit<UserFilter, 'sort' | 'descending'>): void;
  onEnter(search: string): void;
}) {
  const { onFilter, onEnter } = props;
  const [typed, setTyped] = useState('');
  const [group, setGroup] = useState<GroupRow | null>(null);
  const [chosen, setChosen] = useState({
    state: 'present',
    account: 'any',
    kind: 'any',
    passkey: 'any',
    assignment: 'any',
  });
  const search = useDebounced(typed.trim(), 120);
  const { state, account, kind, passkey } = chosen;
  const assignment = assignmentChoices.find(each => each === chosen.assignment);
  const passkeyKind = passkeyKinds.find(each => each === passkey);
  const groupId = group?.id;

  useEffect(() => {
    onFilter({
      search,
      state: state === 'left' ? 'left' : 'present',
      ...some('group', groupId),
      ...some('enabled', account === 'any' ? undefined : account === 'enabled'),
      ...some('guest', kind === 'any' ? undefined : kind === 'guest'),
      ...some('passkey', passkeyOf(passkey)),
      ...some('passkeyKind', passkeyKind),
      ...some('assignment', assignment),
    });
  }, [onFilter, search, groupId, state, account, kind, passkey, passkeyKind, assignment]);

  const choice = (name: keyof typeof chosen, label: string, options: Readonly<Record<string, string>>) => (
    <Field label={label}>
      <Select
        value={chosen[name]}
        title={options[chosen[name]]}
        onChange={(_, data) => setChosen({ ...chosen, [name]: data.value })}
      >
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <FilterBar label={words.filters} search={words.search} value={typed} onSearch={setTyped} onEnter={onEnter}>
      <Field label={words.group}>
        <GroupChoice group={group} onGroup={setGroup} />
      </Field>
      {choice('state', words.state, words.states)}
      {choice('account', words.account, words.accounts)}
      {choice('kind', words.kind, words.kinds)}
      {choice('passkey', words.passkey, passkeyChoices)}
      {choice('assignment', words.assignment, assignmentWords)}
    </FilterBar>
  );
}

/** Undefined where it makes no difference, or a kind of passkey is asked for. */
function passkeyOf(chosen: string): boolean | null | undefined {
  if (chosen === 'unknown') return null;
  return chosen === 'yes' ? true : chosen === 'no' ? false : undefined;
}
