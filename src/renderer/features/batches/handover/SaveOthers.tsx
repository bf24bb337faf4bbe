import { Button } from '@fluentui/react-components';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';

/** Saves a file with the PINs that are kept, after it was refused because others are not. Shows nothing without that refusal. */
export function SaveOthers({ error, onSave }: { error: unknown; onSave(): void }) {
  if (error === null || failureOf(error).code !== 'handover-pins-gone') return null;
  return <Button onClick={onSave}>{strings.handover.saveOthers}</Button>;
}
