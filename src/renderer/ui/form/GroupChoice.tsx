import { Combobox, makeStyles, Option } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GroupRow } from '../../../contract/directory/schema.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { useDebounced } from './useDebounced.ts';

const words = strings.directory;

const useStyles = makeStyles({
  group: { minWidth: 0, '& > input': { minWidth: 0, textOverflow: 'ellipsis' } },
  /** The least size of a target (WCAG 2.2, 2.5.8). */
  open: { minWidth: '24px', minHeight: '24px', justifyContent: 'center' },
});

/**
 * A choice of one imported group, or none. It searches while the person types.
 * @param placeholder what no group means
 */
export function GroupChoice(props: {
  group: GroupRow | null;
  placeholder?: string;
  onGroup(group: GroupRow | null): void;
}) {
  const { group, placeholder = words.anyGroup, onGroup } = props;
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed.trim(), 120);
  const groups = useQuery(api.directory.groups.queryOptions({ input: { search } })).data ?? [];
  return (
    <Combobox
      className={styles.group}
      expandIcon={{ className: styles.open, 'aria-label': strings.showChoices }}
      clearIcon={{ 'aria-label': strings.clear }}
      title={group?.displayName}
      placeholder={placeholder}
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
