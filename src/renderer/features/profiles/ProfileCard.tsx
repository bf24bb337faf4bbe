import { Button, makeStyles, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Profile } from '../../../contract/profiles/schema.ts';
import { pinHandOverWords, pinPlanText, resetWords } from '../../../contract/profiles/words.ts';
import { commas } from '../../../words/say.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { Card } from '../../ui/page/Card.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { refreshProfiles } from './refresh.ts';

const words = strings.profiles;

const useStyles = makeStyles({
  name: { overflowWrap: 'anywhere' },
  facts: { margin: 0, paddingInlineStart: '20px', overflowWrap: 'anywhere' },
});

/** One profile: what it does, and its actions. */
export function ProfileCard({ profile }: { profile: Profile }) {
  const styles = useStyles();
  const { id, name } = profile;
  const [deleting, setDeleting] = useState(false);
  const remove = useMutation(api.profiles.delete.mutationOptions({ onSuccess: refreshProfiles }));
  return (
    <Card label={name} size="small">
      <Row>
        <Text weight="semibold" className={styles.name}>
          {name}
        </Text>
        {profile.isDefault && <StateBadge color="informative">{words.default}</StateBadge>}
      </Row>
      <ul className={styles.facts}>
        {factsOf(profile).map(fact => (
          <li key={fact}>
            <QuietText size={200}>{fact}</QuietText>
          </li>
        ))}
      </ul>
      <Row gap="small">
        <Button
          size="small"
          aria-label={words.editOf({ name })}
          onClick={() => goTo({ page: 'edit-profile', profile: id })}
        >
          {words.edit}
        </Button>
        <Button size="small" aria-label={words.removeOf({ name })} onClick={() => setDeleting(true)}>
          {words.remove}
        </Button>
      </Row>
      {deleting && (
        <ConfirmDialog
          title={words.removeTitle({ name })}
          action={words.remove}
          work={remove}
          onConfirm={() => remove.mutate({ profile: id })}
          onClose={() => setDeleting(false)}
        >
          {words.removeText}
        </ConfirmDialog>
      )}
    </Card>
  );
}

/** Returns what a profile does, one line for each setting that is not the default. */
function factsOf(profile: Profile): string[] {
  const { facts } = words;
  const { minPinLength, nameTemplate, groups } = profile;
  return [
    facts.reset({ when: resetWords[profile.reset] }),
    facts.pin({ pin: pinPlanText(profile.pin) }),
    ...(minPinLength === null ? [] : [facts.minPinLength({ length: minPinLength })]),
    ...(profile.forcePinChange ? [words.forcePinChange] : []),
    ...(profile.alwaysUv ? [words.alwaysUv] : []),
    ...(profile.enterpriseAttestation ? [words.enterpriseAttestation] : []),
    ...('length' in profile.pin
      ? [facts.pinHandOver({ what: pinHandOverWords[profile.pinHandOver], days: profile.pinDays })]
      : []),
    ...(nameTemplate === null ? [] : [facts.nameTemplate({ template: nameTemplate })]),
    ...(groups.length === 0 ? [] : [facts.groups({ groups: commas(groups.map(group => group.name)) })]),
  ];
}
