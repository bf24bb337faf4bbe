import { Combobox, Field, makeStyles, Option, SearchBox, Select, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { GroupRow, UserFilter } from '../../../../contract/directory.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { useDebounced } from '../useDebounced.ts';

const words = strings.directory;

const useStyles = makeStyles({
  filters: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(170px, 1fr))',
    alignItems: 'end',
    '& > *, & select': { minWidth: 0, width: '100%' },
    gap: tokens.spacingHorizontalM,
  },
  search: { gridColumn: '1 / -1', maxWidth: 'none' },
  group: { minWidth: 0 },
});

const some = <K extends string, V>(name: K, value: V | undefined) => (value === undefined ? {} : { [name]: value });

/** Gives the filter as it settles. Sorting is the table's own. */
export function UserFilters({ onFilter }: { onFilter(filter: Omit<UserFilter, 'sort' | 'descending'>): void }) {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const [group, setGroup] = useState<GroupRow | null>(null);
  const [chosen, setChosen] = useState({ state: 'present', account: 'any', kind: 'any', passkey: 'any' });
  const search = useDebounced(typed.trim(), 120);
  const { state, account, kind, passkey } = chosen;
  const groupId = group?.id;

  useEffect(() => {
    onFilter({
      search,
      state: state === 'left' ? 'left' : 'present',
      ...some('group', groupId),
      ...some('enabled', account === 'any' ? undefined : account === 'enabled'),
      ...some('guest', kind === 'any' ? undefined : kind === 'guest'),
      ...some('passkey', passkey === 'any' ? undefined : passkey === 'unknown' ? null : passkey === 'yes'),
    });
  }, [onFilter, search, groupId, state, account, kind, passkey]);

  const choice = (name: keyof typeof chosen, label: string, options: Readonly<Record<string, string>>) => (
    <Field label={label}>
      <Select value={chosen[name]} onChange={(_, data) => setChosen({ ...chosen, [name]: data.value })}>
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </Select>
    </Field>
  );
  return (
    <search className={styles.filters} aria-label={words.filters}>
      <SearchBox
        className={styles.search}
        placeholder={words.search}
        aria-label={words.search}
        value={typed}
        onChange={(_, data) => setTyped(data.value)}
      />
      <Field label={words.group}>
        <GroupChoice group={group} onGroup={setGroup} />
      </Field>
      {choice('state', words.state, words.states)}
      {choice('account', words.account, words.accounts)}
      {choice('kind', words.kind, words.kinds)}
      {choice('passkey', words.passkey, words.passkeys)}
    </search>
  );
}

function GroupChoice({ group, onGroup }: { group: GroupRow | null; onGroup(group: GroupRow | null): void }) {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim(), 120);
  const groups = useQuery(api.directory.groups.queryOptions({ input: { search } })).data ?? [];
  return (
    <Combobox
      className={styles.group}
      placeholder={words.anyGroup}
      clearable
      value={group?.displayName ?? typed}
      selectedOptions={group === null ? [] : [group.id]}
      onChange={event => {
        setTyped(event.target.value);
        if (group !== null) onGroup(null);
      }}
      onOptionSelect={(_, data) => {
        setTyped('');
        onGroup(groups.find(({ id }) => id === data.optionValue) ?? null);
      }}
    >
      {groups.length === 0 && <Option disabled>{words.noGroup}</Option>}
      {groups.map(({ id, displayName }) => (
        <Option key={id} value={id}>
          {displayName}
        </Option>
      ))}
    </Combobox>
  );
}
