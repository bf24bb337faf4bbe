import { PlugDisconnectedRegular, TapSingleRegular, UsbPlugRegular } from '@fluentui/react-icons';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { strings } from '../../strings.ts';
import { HandsOnPrompt } from './HandsOnPrompt.tsx';

const icons = {
  remove: <PlugDisconnectedRegular />,
  insert: <UsbPlugRegular />,
  touch: <TapSingleRegular />,
} as const;

/** Leads through the reset of the key: remove it, plug it in, touch it. */
export function ResetPrompt({ step, longTouch }: Extract<Interaction, { kind: 'reset' }>) {
  const { resetSteps, resetLongSteps } = strings.keyWork;
  const title = (longTouch === true ? resetLongSteps : resetSteps)[step];
  return <HandsOnPrompt icon={icons[step]} title={title} hint={strings.profiles.nextHint[step]} />;
}
