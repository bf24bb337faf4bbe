/** The object ids of the users who were selected for a new batch. They are lost with a reload, like the selection itself. */
let picked: readonly string[] = [];

/** Keeps the selected users for the page of the new batch. */
export function pickUsers(ids: readonly string[]): void {
  picked = ids;
}

export function pickedUsers(): readonly string[] {
  return picked;
}
