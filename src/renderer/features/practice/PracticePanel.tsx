import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import {
  AddRegular,
  BeakerRegular,
  PlugConnectedRegular,
  PlugDisconnectedRegular,
  TapSingleRegular,
} from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { PracticeModel, PracticeState } from '../../../contract/practice/schema.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { usePracticeState } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { Choice } from './Choice.tsx';
import { FaultChoice } from './FaultChoice.tsx';
import { TenantFaultChoice } from './TenantFaultChoice.tsx';

const words = strings.practice;

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
  words: { display: 'flex', flexDirection: 'column', flex: '1 1 200px' },
});

/**
 * Controls for the software key of practice mode: insert it, remove it, touch it. Shows nothing outside practice mode.
 */
export function PracticePanel() {
  const state = usePracticeState();
  return state === undefined ? null : <PracticeControls state={state} />;
}

function PracticeControls({ state }: { state: PracticeState }) {
  const styles = useStyles();
  const insert = useMutation(api.practice.insert.mutationOptions());
  const remove = useMutation(api.practice.remove.mutationOptions());
  const fresh = useMutation(api.practice.insertFresh.mutationOptions());
  const touch = useMutation(api.practice.touch.mutationOptions());
  const setTouch = useMutation(api.practice.setTouch.mutationOptions());
  const setModel = useMutation(api.practice.setModel.mutationOptions());
  const failed = [insert, fresh, remove, touch, setTouch, setModel].find(mutation => mutation.isError);
  return (
    <aside data-frame="" className={styles.panel} aria-label={words.label}>
      <BeakerRegular className={styles.icon} />
      <div className={styles.words}>
        <Text weight="semibold">{words.title}</Text>
        <Text size={200}>{words.explain}</Text>
      </div>
      {failed && <FailureMessage failure={failureOf(failed.error)} />}
      <span aria-live="polite">
        <KeyState state={state} />
      </span>
      {state.inserted ? (
        <Button
          icon={<PlugDisconnectedRegular />}
          disabledFocusable={remove.isPending}
          onClick={() => remove.mutate(undefined)}
        >
          {words.remove}
        </Button>
      ) : (
        <Button
          icon={<PlugConnectedRegular />}
          disabledFocusable={insert.isPending}
          onClick={() => insert.mutate(undefined)}
        >
          {words.insert}
        </Button>
      )}
      <Button icon={<AddRegular />} disabledFocusable={fresh.isPending} onClick={() => fresh.mutate(undefined)}>
        {words.fresh}
      </Button>
      <Button
        icon={<TapSingleRegular />}
        appearance={state.waitingForTouch ? 'primary' : 'secondary'}
        disabledFocusable={!state.inserted}
        onClick={() => touch.mutate(undefined)}
      >
        {words.touch}
      </Button>
      <Choice
        label={words.model}
        value={state.model}
        options={Object.fromEntries(state.models.map(model => [model, modelName(model)]))}
        onChange={model => setModel.mutate({ model })}
      />
      <Choice
        label={words.policy}
        value={state.touchPolicy}
        options={words.policies}
        shown={words.touched[state.touchPolicy]}
        onChange={policy => setTouch.mutate({ policy })}
      />
      <FaultChoice fault={state.fault} faults={state.faults} />
      <TenantFaultChoice />
    </aside>
  );
}

function KeyState({ state }: { state: PracticeState }) {
  if (state.waitingForTouch) return <Badge color="brand">{words.waiting}</Badge>;
  if (state.inserted) return <StateBadge color="success">{words.inserted}</StateBadge>;
  return <StateBadge color="subtle">{words.removed}</StateBadge>;
}

/** Returns the name of a practice key, such as `old-2`. */
function modelName(model: PracticeModel): string {
  const [make, number] = model.split('-');
  return (make === 'old' ? words.models.old : words.models.new)({ number });
}
