/**
 * Returns an object with the member, or an empty object without a value, because a filter omits members that are not
 * set.
 */
export function given<K extends string, V>(name: K, value: V | undefined | ''): { [N in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [N in K]?: V });
}
