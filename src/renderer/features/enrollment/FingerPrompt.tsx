import { Button } from '@fluentui/react-components';
import { FingerprintRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import type { Interaction } from '../../../contract/enrollment/schema.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { HandsOnPrompt } from './HandsOnPrompt.tsx';

const words = strings.enroll;

type Props = { enrollmentId: string } & Extract<Interaction, { kind: 'fingerprint' }>;

/** Asks for a finger that is enrolled on the key, or for the PIN instead. */
export function FingerPrompt({ enrollmentId, refused }: Props) {
  const preferPin = useMutation({ mutationFn: () => client.enrollment.preferPin({ enrollmentId }) });
  return (
    <Panel>
      {refused && <FailureMessage failure={refused} />}
      <HandsOnPrompt icon={<FingerprintRegular />} title={words.finger} hint={words.fingerHint}>
        <Button disabledFocusable={preferPin.isPending || preferPin.isSuccess} onClick={() => preferPin.mutate()}>
          {words.usePin}
        </Button>
      </HandsOnPrompt>
    </Panel>
  );
}
