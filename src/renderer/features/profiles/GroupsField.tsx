import { Button, Field, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { ProfileDraft } from '../../../contract/profiles/schema.ts';
import { strings } from '../../strings.ts';
import { GroupChoice } from '../../ui/form/GroupChoice.tsx';

const words = strings.profiles;
type Groups = ProfileDraft['groups'];

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  group: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, overflowWrap: 'anywhere' },
});

/** The groups whose members get a profile. */
export function GroupsField({ groups, onChange }: { groups: Groups; onChange(groups: Groups): void }) {
  const styles = useStyles();
  return (
    <>
      <Field label={words.groups} hint={words.groupsHint}>
        <GroupChoice
          group={null}
          placeholder={words.chooseGroup}
          onGroup={chosen => {
            if (chosen === null || groups.some(({ id }) => id === chosen.id)) return;
            onChange([...groups, { id: chosen.id, name: chosen.displayName }]);
          }}
        />
      </Field>
      {groups.length > 0 && (
        <ul className={styles.list} aria-label={words.groups}>
          {groups.map(({ id, name }) => (
            <li key={id} className={styles.group}>
              {name}
              <Button
                size="small"
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={words.removeGroup({ group: name })}
                onClick={() => onChange(groups.filter(group => group.id !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
