import { useEffect, useState } from 'react';
import { type ActivityFilter, activityKinds, activityResults } from '../../../contract/activity/schema.ts';
import { kindWords, resultWords } from '../../../contract/activity/words.ts';
import { strings } from '../../strings.ts';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { useDebounced } from '../../ui/form/useDebounced.ts';
import type { RouteFilters } from '../../ui/page/route.ts';
import { FilterBar, PeriodFields, TextFilter } from '../../ui/table/FilterBar.tsx';
import { activityFilterOf, chosenOf } from './activityFilter.ts';

const words = strings.activity;

/** The filters of the activity log. Calls `onFilter` when the person stops typing. */
export function ActivityFilters(props: {
  begin?: RouteFilters | undefined;
  onFilter: (filter: ActivityFilter) => void;
}) {
  const { begin, onFilter } = props;
  const [typed, setTyped] = useState({ text: '', key: '' });
  const [chosen, setChosen] = useState(() => chosenOf(begin));
  const text = useDebounced(typed.text.trim(), 250);
  const key = useDebounced(typed.key.trim(), 250);
  useEffect(() => onFilter(activityFilterOf(text, key, chosen)), [onFilter, text, key, chosen]);

  return (
    <FilterBar
      label={words.filters}
      search={words.search}
      value={typed.text}
      onSearch={text => setTyped({ ...typed, text })}
    >
      <SelectField
        label={words.kind}
        options={[['', words.anyKind], ...activityKinds.map(each => [each, kindWords(each)] as const)]}
        value={chosen.kind}
        onChoose={kind => setChosen({ ...chosen, kind })}
      />
      <SelectField
        label={words.result}
        options={[['', words.anyResult], ...activityResults.map(each => [each, resultWords(each)] as const)]}
        value={chosen.result}
        onChoose={result => setChosen({ ...chosen, result })}
      />
      <TextFilter
        label={words.key}
        hint={words.keyHint}
        value={typed.key}
        onChange={key => setTyped({ ...typed, key })}
      />
      <PeriodFields words={words} period={chosen} onPeriod={change => setChosen({ ...chosen, ...change })} />
    </FilterBar>
  );
}
