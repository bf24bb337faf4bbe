import type { EnrollmentEvent, EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import type { Channel } from '../../base/stream.ts';
import { enroll } from './ceremony.ts';
import type { EnrollmentContext } from './context.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { FinishOptions } from './enrollments.ts';

/** Starts an enrollment that does not use the connected tenant. Writes nothing to the record of this Keydesk. */
export function enrollElsewhere(
  context: EnrollmentContext,
  { record, ...elsewhere }: Elsewhere,
  request: EnrollmentRequest,
  options: FinishOptions = {},
): Channel<EnrollmentEvent> {
  const { ceremony } = context;
  // The place keeps random PINs itself. The list of PINs that nobody has seen refers to the journal of this Keydesk.
  const unseenPins = { ...ceremony.unseenPins, made: async () => undefined, forget: async () => undefined };
  return context.begin(
    {
      interactive: request.interactive,
      run: attendant => enroll({ ...ceremony, ...elsewhere, unseenPins }, request, attendant),
      record,
    },
    options,
  );
}
