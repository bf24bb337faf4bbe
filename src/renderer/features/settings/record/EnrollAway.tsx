import { Field, Switch } from '@fluentui/react-components';
import type { Settings } from '../../../../contract/settings/schema.ts';
import { useSetting } from '../../../client/useSetting.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';

const words = strings.record;

/** Whether enrollments may begin at this desk while the record is away. Says what nobody checks then. */
export function EnrollAway({ settings }: { settings: Settings }) {
  const enrollAway = useSetting(settings, 'enrollAway');
  return (
    <>
      <Field hint={words.enrollAwayHint}>
        <Switch
          label={words.enrollAway}
          checked={enrollAway.value === 'allowed'}
          onChange={(_, { checked }) => enrollAway.set(checked ? 'allowed' : 'refused')}
        />
      </Field>
      <CallFailure error={enrollAway.error} />
    </>
  );
}
