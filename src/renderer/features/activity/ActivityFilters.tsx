import { Field, Input, Select } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { type ActivityFilter, activityKinds, activityResults } from '../../../contract/activity/schema.ts';
import { kindWords, resultWords } from '../../../contract/activity/words.ts';
import { dayStart } from '../../../contract/text/days.ts';
import { strings } from '../../strings.ts';
import { FilterBar, PeriodFields } from '../../ui/FilterBar.tsx';
import { useDebounced } from '../users/useDebounced.ts';

const words = strings.activity;

export function ActivityFilters(props: { filter: ActivityFilter; onFilter: (filter: ActivityFilter) => void }) {
  const { onFilter } = props;
  const [typed, setTyped] = useState({ text: '', key: '' });
  const [chosen, setChosen] = useState({ kind: '', result: '', from: '', to: '' });
  const text = useDebounced(typed.text.trim(), 250);
  const key = useDebounced(typed.key.trim(), 250);
  const { kind: kindName, result: resultName, from, to } = chosen;

  useEffect(() => {
    const kind = activityKinds.find(each => each === kindName);
    const result = activityResults.find(each => each === resultName);
    onFilter({
      ...(kind === undefined ? {} : { kinds: [kind] }),
      ...(result === undefined ? {} : { result }),
      ...(from === '' ? {} : { from: dayStart(from) }),
      ...(to === '' ? {} : { to: dayStart(to, 1) }),
      ...(text === '' ? {} : { text }),
      ...(key === '' ? {} : { key }),
    });
  }, [onFilter, kindName, resultName, from, to, text, key]);

  return (
    <FilterBar
      label={words.filters}
      search={words.search}
      value={typed.text}
      onSearch={text => setTyped({ ...typed, text })}
    >
      <Field label={words.kind}>
        <Select value={kindName} onChange={(_, data) => setChosen({ ...chosen, kind: data.value })}>
          <option value="">{words.anyKind}</option>
          {activityKinds.map(kind => (
            <option key={kind} value={kind}>
              {kindWords(kind)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.result}>
        <Select value={resultName} onChange={(_, data) => setChosen({ ...chosen, result: data.value })}>
          <option value="">{words.anyResult}</option>
          {activityResults.map(result => (
            <option key={result} value={result}>
              {resultWords(result)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.key}>
        <Input
          placeholder={words.keyHint}
          value={typed.key}
          onChange={(_, data) => setTyped({ ...typed, key: data.value })}
        />
      </Field>
      <PeriodFields words={words} period={chosen} onPeriod={change => setChosen({ ...chosen, ...change })} />
    </FilterBar>
  );
}
