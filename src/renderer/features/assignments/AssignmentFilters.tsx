import { Field, Input, Select } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { AssignmentFilter, AssignmentPage } from '../../../contract/assignments/schema.ts';
import type { GroupRow } from '../../../contract/directory/schema.ts';
import { dayStart } from '../../../contract/text/days.ts';
import { strings } from '../../strings.ts';
import { FilterBar, PeriodFields } from '../../ui/FilterBar.tsx';
import { GroupChoice } from '../users/directory/GroupChoice.tsx';
import { useDebounced } from '../users/useDebounced.ts';

const words = strings.assignments;

/** All filters but the state, which the numbers above are for. Gives them as they settle. */
export function AssignmentFilters(props: {
  workflows: AssignmentPage['workflows'];
  onFilter(filter: Omit<AssignmentFilter, 'states'>): void;
}) {
  const { workflows, onFilter } = props;
  const [typed, setTyped] = useState({ text: '', key: '' });
  const [group, setGroup] = useState<GroupRow | null>(null);
  const [chosen, setChosen] = useState({ workflow: '', from: '', to: '' });
  const text = useDebounced(typed.text.trim(), 200);
  const key = useDebounced(typed.key.trim(), 200);
  const groupId = group?.id ?? '';
  const { workflow, from, to } = chosen;

  useEffect(() => {
    const all = {
      text,
      key,
      group: groupId,
      workflow,
      from: from === '' ? '' : dayStart(from),
      to: to === '' ? '' : dayStart(to, 1),
    };
    onFilter(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '')));
  }, [onFilter, text, key, groupId, workflow, from, to]);

  return (
    <FilterBar
      label={words.filters}
      search={words.search}
      value={typed.text}
      onSearch={text => setTyped({ ...typed, text })}
    >
      <Field label={words.group}>
        <GroupChoice group={group} onGroup={setGroup} />
      </Field>
      <Field label={words.key}>
        <Input
          placeholder={words.keyHint}
          value={typed.key}
          onChange={(_, data) => setTyped({ ...typed, key: data.value })}
        />
      </Field>
      <Field label={words.workflow}>
        <Select
          value={workflow}
          title={workflows.find(({ id }) => id === workflow)?.name}
          onChange={(_, data) => setChosen({ ...chosen, workflow: data.value })}
        >
          <option value="">{words.anyWorkflow}</option>
          {workflows.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <PeriodFields words={words} period={chosen} onPeriod={change => setChosen({ ...chosen, ...change })} />
    </FilterBar>
  );
}
