import { type ActivityFilter, activityKinds, activityResults } from '../../../contract/activity/schema.ts';
import { dayStart } from '../../../contract/text/days.ts';
import type { RouteFilters } from '../../ui/page/route.ts';
import { given } from '../../ui/table/given.ts';

/** The filters of the activity log as the person chose them. An empty text leaves out nothing. */
export interface ChosenActivityFilters {
  kind: string;
  result: string;
  /** The first and the last day, each YYYY-MM-DD. */
  from: string;
  to: string;
}

/** Returns the filters of an address. */
export function chosenOf({ kind = '', result = '', from = '', to = '' }: RouteFilters = {}): ChosenActivityFilters {
  return { kind, result, from, to };
}

/** Returns the query for entries of the activity log. */
export function activityFilterOf(text: string, key: string, chosen: ChosenActivityFilters): ActivityFilter {
  const kind = activityKinds.find(each => each === chosen.kind);
  return {
    ...given('kinds', kind && [kind]),
    ...given(
      'result',
      activityResults.find(each => each === chosen.result),
    ),
    ...given('from', dayStart(chosen.from)),
    ...given('to', dayStart(chosen.to, 1)),
    ...given('text', text),
    ...given('key', key),
  };
}
