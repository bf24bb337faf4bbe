import type { ActivationCode } from '../../contract/activation/schema.ts';
import type { Settings } from '../../contract/settings/schema.ts';

/** What staff read of activation; what users read is in features/activate/language. */
export const activationStrings = {
  nav: 'Activate my key',
  menu: 'Activation code',
  title: (name: string) => `Activation code for ${name}`,
  explain:
    'With it the user activates their own key at a station, without signing in. It works once, and it takes the place of earlier ones.',
  hours: 'Valid for',
  validFor: { 4: '4 hours', 24: 'One day', 72: 'Three days', 168: 'One week' } as Record<number, string>,
  make: 'Make code',
  code: 'Activation code',
  once: (until: string) => `Shown this once, and valid until ${until}. Hand it over in person, with the key.`,
  station: 'This computer',
  stationLabel: 'From the next start on, its window is',
  stations: {
    desk: 'a desk for staff',
    activation: 'an activation station: users activate their own keys, and nothing else can be done',
  } satisfies Record<Settings['station'], string>,
  stationHint: 'Back to a desk with: keydesk station unlock',
  states: {
    open: 'Open',
    used: 'Used',
    expired: 'Expired',
    blocked: 'Blocked',
    withdrawn: 'Withdrawn',
  } satisfies Record<ActivationCode['state'], string>,
};
