import type { EnrollmentEvent, EnrollmentRequest } from '../../../contract/enrollment/schema.ts';
import type { Channel } from '../../base/stream.ts';
import { enroll } from './ceremony.ts';
import type { CeremonyEnd } from './ceremonyState.ts';
import type { EnrollmentContext } from './context.ts';
import type { FinishOptions } from './enrollments.ts';
import type { CeremonyParts } from './parts.ts';

/**
 * Where an enrollment gets its user, policy and creation options, and where it leaves its passkey, if that is not the connected tenant: a
 * package of a deferred enrollment. The ceremony on the key is the same.
 */
export interface Elsewhere
  extends Pick<CeremonyParts, 'graph' | 'tenant' | 'user' | 'profiles' | 'policies' | 'journal' | 'observers'> {
  /** Records the end, also of a failed enrollment. */
  record(end: CeremonyEnd): Promise<void>;
}

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
