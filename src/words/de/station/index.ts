import { errorsOfComputer } from './computerErrors.ts';
import { errorsOfKey } from './keyErrors.ts';
import { errorsOfPerson } from './personErrors.ts';
import { errorsOfPin } from './pinErrors.ts';
import { errorsOfRegistration } from './registrationErrors.ts';

export { station } from './page.ts';

export const stationErrors = {
  ...errorsOfPerson,
  ...errorsOfKey,
  ...errorsOfPin,
  ...errorsOfRegistration,
  ...errorsOfComputer,
};
