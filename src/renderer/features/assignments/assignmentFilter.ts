import type { AssignmentFilter } from '../../../contract/assignments/schema.ts';
import { dayStart } from '../../../contract/text/days.ts';
import { given } from '../../ui/table/given.ts';

/** The filters of assignments as the person chose them. An empty text leaves out nothing. */
export interface ChosenAssignmentFilters {
  workflow: string;
  /** The first and the last day, each YYYY-MM-DD. */
  from: string;
  to: string;
}

/** Returns the query for assignments in every state. */
export function assignmentFilterOf(
  text: string,
  key: string,
  group: string,
  { workflow, from, to }: ChosenAssignmentFilters,
): Omit<AssignmentFilter, 'states'> {
  return {
    ...given('text', text),
    ...given('key', key),
    ...given('group', group),
    ...given('workflow', workflow),
    ...given('from', dayStart(from)),
    ...given('to', dayStart(to, 1)),
  };
}
