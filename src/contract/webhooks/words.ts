import { wordsOf } from '../../words/say.ts';
import type { EventType } from './events.ts';
import type { DeliveryState, Webhook } from './schema.ts';

const words = wordsOf('webhooks');

export const webhookStateWords: Readonly<Record<Webhook['state'], string>> = words.states;
export const deliveryStateWords: Readonly<Record<DeliveryState, string>> = words.deliveryStates;
export const eventTypeWords: Readonly<Record<EventType, string>> = words.types;

/** Returns the words for the type of an event, or the type itself if it is unknown. */
export function eventWords(type: string): string {
  return (eventTypeWords as Readonly<Record<string, string>>)[type] ?? type;
}
