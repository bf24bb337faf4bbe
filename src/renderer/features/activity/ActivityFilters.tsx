import { Field, Input, SearchBox, Select } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { type ActivityFilter, activityKinds, activityResults } from '../../../contract/activity.ts';
import { kindWords, resultWords } from '../../../contract/activityWords.ts';
import { dayStart } from '../../components/dayStart.ts';
import { useFilterStyles } from '../../components/useFilterStyles.ts';
import { strings } from '../../strings.ts';
import { useDebounced } from '../users/useDebounced.ts';

const words = strings.activity;

export function ActivityFilters(props: { filter: ActivityFilter; onFilter: (filter: ActivityFilter) => void }) {
  const styles = useFilterStyles();
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
    <search className={styles.filters} aria-label={words.filters}>
      <SearchBox
        className={styles.search}
        placeholder={words.search}
        aria-label={words.search}
        value={typed.text}
        onChange={(_, data) => setTyped({ ...typed, text: data.value })}
      />
      <div className={styles.row}>
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
        <Field label={words.from}>
          <Input type="date" value={from} onChange={(_, data) => setChosen({ ...chosen, from: data.value })} />
        </Field>
        <Field label={words.to}>
          <Input type="date" value={to} onChange={(_, data) => setChosen({ ...chosen, to: data.value })} />
        </Field>
      </div>
    </search>
  );
}
