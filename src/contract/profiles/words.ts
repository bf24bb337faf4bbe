import { wordsOf } from '../../words/say.ts';
import type { PinHandOver, PinPlan, PlanStep, ProfileNeed, ResetChoice } from './schema.ts';

const words = wordsOf('profiles');

export const resetWords: Readonly<Record<ResetChoice, string>> = words.resets;
export const pinHandOverWords: Readonly<Record<PinHandOver, string>> = words.pinHandOvers;
/** What a profile needs of a key, in the middle of a sentence. */
export const needWords: Readonly<Record<ProfileNeed, string>> = words.needs;

/** Returns a profile's choice of PIN in words. */
export function pinPlanText(pin: PinPlan): string {
  switch (pin.kind) {
    case 'random-digits':
      return words.randomDigits({ length: pin.length });
    case 'random-letters':
      return words.randomLetters({ length: pin.length });
    case 'typed':
      return words.typed;
    case 'keep':
      return words.keep;
  }
}

/** Returns one step of a dry run in words. */
export function planStepText(step: PlanStep): string {
  switch (step.kind) {
    case 'reset':
      return words.planReset;
    case 'set-random-pin':
      return (step.letters ? words.planRandomLetters : words.planRandomPin)({ length: step.length });
    case 'ask-new-pin':
      return words.planNewPin({ length: step.minLength });
    case 'ask-pin':
      return words.planPin;
    case 'ask-finger':
      return words.planFinger;
    case 'enable-enterprise-attestation':
      return words.planAttestation;
    case 'enable-always-uv':
      return words.planAlwaysUv;
    case 'set-min-pin-length':
      return words.planMinLength({ length: step.length });
    case 'create-passkey':
      return words.planCreate;
    case 'register-passkey':
      return words.planRegister({ name: step.name });
    case 'prove-passkey':
      return words.planProve;
    case 'force-pin-change':
      return words.planForce;
  }
}
