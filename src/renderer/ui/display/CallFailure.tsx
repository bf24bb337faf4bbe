import { failureOf } from '../../client/failure.ts';
import { FailureMessage, type FailureMessageProps } from './FailureMessage.tsx';

/** Shows why a call failed. Shows nothing while there is no error. */
export function CallFailure({ error, ...rest }: Omit<FailureMessageProps, 'failure'> & { error: unknown }) {
  if (error === null || error === undefined) return null;
  return <FailureMessage failure={failureOf(error)} {...rest} />;
}
