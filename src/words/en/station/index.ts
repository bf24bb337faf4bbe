import { errorsOfComputer } from './computerErrors.ts';
import { errorsOfKey } from './keyErrors.ts';
import { errorsOfPerson } from './personErrors.ts';
import { errorsOfPin } from './pinErrors.ts';
import { errorsOfRegistration } from './registrationErrors.ts';

export { station } from './page.ts';

/** Errors for users: for one code, or for a group of codes with the same text. */
export const stationErrors = {
  ...errorsOfPerson,
  ...errorsOfKey,
  ...errorsOfPin,
  ...errorsOfRegistration,
  ...errorsOfComputer,
} as const;
