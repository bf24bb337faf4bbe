import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons';
import type { Failure } from '../../../contract/errors/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';

/** Replaces the PIN field if the key accepts no PIN: the reason, and the reset if only that helps. */
export function PinBlocked({ failure, onReset }: { failure: Failure; onReset: () => void }) {
  return (
    <>
      <FailureMessage failure={failure} intent="warning" />
      {failure.code === 'pin-blocked' && (
        <div>
          <Button icon={<DeleteRegular />} onClick={onReset}>
            {strings.keyWork.reset}
          </Button>
        </div>
      )}
    </>
  );
}
