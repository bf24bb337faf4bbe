import { Field, Input, SearchBox, Select } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { AssignmentFilter, AssignmentPage } from '../../../contract/assignments.ts';
import type { GroupRow } from '../../../contract/directory.ts';
import { dayStart } from '../../components/dayStart.ts';
import { useFilterStyles } from '../../components/useFilterStyles.ts';
import { strings } from '../../strings.ts';
import { GroupChoice } from '../users/directory/GroupChoice.tsx';
import { useDebounced } from '../users/useDebounced.ts';

const words = strings.assignments;

/** All filters but the state, which the numbers above are for. Gives them as they settle. */
export function AssignmentFilters(props: {
  workflows: AssignmentPage['workflows'];
  onFilter(filter: Omit<AssignmentFilter, 'states'>): void;
}) {
  const styles = useFilterStyles();
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
    <search className={styles.filters} aria-label={words.filters}>
      <SearchBox
        className={styles.search}
        placeholder={words.search}
        aria-label={words.search}
        value={typed.text}
        onChange={(_, data) => setTyped({ ...typed, text: data.value })}
      />
      <div className={styles.row}>
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
