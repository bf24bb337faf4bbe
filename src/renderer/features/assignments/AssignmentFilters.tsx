import { Button, Field } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import {
  type AssignmentFilter,
  type AssignmentPage,
  assignmentSorts,
  assignmentTimes,
} from '../../../contract/assignments/schema.ts';
import type { GroupRow } from '../../../contract/directory/schema.ts';
import { pendingAges } from '../../../contract/overview/schema.ts';
import { failedCauseWords, pendingAgeWords } from '../../../contract/overview/words.ts';
import { strings } from '../../strings.ts';
import { GroupChoice } from '../../ui/form/GroupChoice.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { useDebounced } from '../../ui/form/useDebounced.ts';
import type { RouteFilters } from '../../ui/page/route.ts';
import { FilterBar, PeriodFields, TextFilter } from '../../ui/table/FilterBar.tsx';
import { ageOf, assignmentFilterOf, chosenOf, daysOfAge } from './assignmentFilter.ts';
import type { ListSort } from './listSort.ts';

const words = strings.assignments;

/** All filters but the state, which the person chooses by the numbers above, and the order. Calls `onFilter` when the person stops typing. */
export function AssignmentFilters(props: {
  /** The filters of the address. */
  begin?: RouteFilters | undefined;
  workflows: AssignmentPage['workflows'];
  order: ListSort;
  onFilter(filter: Omit<AssignmentFilter, 'states'>): void;
}) {
  const { begin, workflows, order, onFilter } = props;
  const [typed, setTyped] = useState({ text: '', key: '' });
  const [group, setGroup] = useState<GroupRow | null>(null);
  const [chosen, setChosen] = useState(() => chosenOf(begin));
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
      <SelectField
        label={words.age}
        options={[['', words.anyAge], ...pendingAges.map(age => [age, pendingAgeWords[age]] as const)]}
        value={ageOf(chosen) ?? ''}
        onChoose={value => {
          const age = pendingAges.find(each => each === value);
          setChosen({ ...chosen, ...(age === undefined ? { time: 'updated', from: '', to: '' } : daysOfAge(age)) });
        }}
      />
      <SelectField
        label={words.time}
        options={assignmentTimes.map(time => [time, words.times[time]] as const)}
        value={chosen.time}
        onChoose={value => setChosen({ ...chosen, time: assignmentTimes.find(time => time === value) ?? 'updated' })}
        tooltip
      />
      <PeriodFields words={words} period={chosen} onPeriod={change => setChosen({ ...chosen, ...change })} />
      <SelectField
        label={words.order}
        options={assignmentSorts.map(sort => [sort, words.orders[sort]] as const)}
        value={order.sort}
        onChoose={order.choose}
        tooltip
      />
      {chosen.cause !== '' && (
        <Field label={words.cause}>
          <Button
            icon={<DismissRegular />}
            iconPosition="after"
            title={words.anyCause}
            onClick={() => setChosen({ ...chosen, cause: '' })}
          >
            {failedCauseWords(chosen.cause === 'none' ? null : chosen.cause)}
          </Button>
        </Field>
      )}
    </FilterBar>
  );
}
