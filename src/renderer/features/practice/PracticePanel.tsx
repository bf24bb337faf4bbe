import { Badge, Button, Dropdown, makeStyles, Option, Text, tokens } from '@fluentui/react-components';
import { BeakerRegular, PlugConnectedRegular, PlugDisconnectedRegular, TapSingleRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { PracticeState, TouchPolicy } from '../../../contract/system.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { usePracticeState } from '../../client/hooks.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';
import { FaultChoice } from './FaultChoice.tsx';

const words = strings.practice;
const policies: readonly TouchPolicy[] = ['auto', 'manual', 'never'];

const useStyles = makeStyles({
  panel: {
    gridArea: 'practice',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `2px solid ${tokens.colorPaletteMarigoldBorder1}`,
    backgroundColor: tokens.colorPaletteMarigoldBackground1,
    color: tokens.colorNeutralForeground1,
  },
  icon: { fontSize: '24px', flexShrink: 0 },
  words: { display: 'flex', flexDirection: 'column', marginRight: 'auto' },
  policy: { minWidth: '150px' },
});

/** The software key of practice mode, in place of a hand: insert it, take it out, touch it. Nothing outside practice mode. */
export function PracticePanel() {
  const state = usePracticeState();
  return state === undefined ? null : <PracticeControls state={state} />;
}

function PracticeControls({ state }: { state: PracticeState }) {
  const styles = useStyles();
  const insert = useMutation(api.practice.insert.mutationOptions());
  const remove = useMutation(api.practice.remove.mutationOptions());
  const touch = useMutation(api.practice.touch.mutationOptions());
  const setTouch = useMutation(api.practice.setTouch.mutationOptions());
  const failed = [insert, remove, touch, setTouch].find(mutation => mutation.isError);
  return (
    <aside className={styles.panel} aria-label={words.label}>
      <BeakerRegular className={styles.icon} />
      <div className={styles.words}>
        <Text weight="semibold">{words.title}</Text>
        <Text size={200}>{words.explain}</Text>
      </div>
      {failed && <FailureMessage failure={failureOf(failed.error)} />}
      <span aria-live="polite">
        <KeyState state={state} />
      </span>
      <Button
        icon={<PlugConnectedRegular />}
        disabled={state.inserted || insert.isPending}
        onClick={() => insert.mutate(undefined)}
      >
        {words.insert}
      </Button>
      <Button
        icon={<PlugDisconnectedRegular />}
        disabled={!state.inserted || remove.isPending}
        onClick={() => remove.mutate(undefined)}
      >
        {words.remove}
      </Button>
      <Button
        icon={<TapSingleRegular />}
        appearance={state.waitingForTouch ? 'primary' : 'secondary'}
        disabled={!state.inserted}
        onClick={() => touch.mutate(undefined)}
      >
        {words.touch}
      </Button>
      <Dropdown
        className={styles.policy}
        aria-label={words.policy}
        value={words.touched(words[state.touchPolicy])}
        selectedOptions={[state.touchPolicy]}
        onOptionSelect={(_, { optionValue }) => {
          const policy = policies.find(candidate => candidate === optionValue);
          if (policy !== undefined) setTouch.mutate({ policy });
        }}
      >
        {policies.map(policy => (
          <Option key={policy} value={policy}>
            {words[policy]}
          </Option>
        ))}
      </Dropdown>
      <FaultChoice fault={state.fault} />
    </aside>
  );
}

function KeyState({ state }: { state: PracticeState }) {
  if (state.waitingForTouch) return <Badge color="brand">{words.waiting}</Badge>;
  return state.inserted ? (
    <Badge color="success" appearance="tint">
      {words.inserted}
    </Badge>
  ) : (
    <Badge color="subtle" appearance="tint">
      {words.removed}
    </Badge>
  );
}
