import { Field } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { AssignmentFilter, AssignmentPage } from '../../../contract/assignments/schema.ts';
import type { GroupRow } from '../../../contract/directory/schema.ts';
import { strings } from '../../strings.ts';
import { GroupChoice } from '../../ui/form/GroupChoice.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { useDebounced } from '../../ui/form/useDebounced.ts';
import { FilterBar, PeriodFields, TextFilter } from '../../ui/table/FilterBar.tsx';
import { assignmentFilterOf } from './assignmentFilter.ts';

const words = strings.assignments;

/** All filters but the state, which the person chooses by the numbers above. Calls `onFilter` when the person stops typing. */
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

  useEffect(() => onFilter(assignmentFilterOf(text, key, groupId, chosen)), [onFilter, text, key, groupId, chosen]);

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
      <TextFilter
        label={words.key}
        hint={words.keyHint}
        value={typed.key}
        onChange={key => setTyped({ ...typed, key })}
      />
      <SelectField
        label={words.workflow}
        options={[['', words.anyWorkflow], ...workflows.map(({ id, name }) => [id, name] as const)]}
        value={chosen.workflow}
        onChoose={workflow => setChosen({ ...chosen, workflow })}
        tooltip
      />
      <PeriodFields words={words} period={chosen} onPeriod={change => setChosen({ ...chosen, ...change })} />
    </FilterBar>
  );
}
