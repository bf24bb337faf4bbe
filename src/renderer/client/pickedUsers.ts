import type { UserFilter } from '../../contract/directory/schema.ts';

/**
 * The users who were selected for a new batch: some by their object ids, or all of a filter except some. `count` is their number, or a
 * lower bound if `more` is true.
 */
export type PickedUsers =
  | { readonly ids: readonly string[] }
  | {
      readonly filter: UserFilter;
      readonly except: readonly string[];
      readonly count: number;
      readonly more: boolean;
    };

/** They are lost with a reload, like the selection itself. */
let picked: PickedUsers = { ids: [] };

/** Keeps the selected users for the page of the new batch. */
export function pickUsers(users: PickedUsers): void {
  picked = users;
}

export function pickedUsers(): PickedUsers {
  return picked;
}

export function pickedCount(users: PickedUsers): number {
  return 'ids' in users ? users.ids.length : users.count;
}
