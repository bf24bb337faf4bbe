/** Returns an object with the member, or an empty one if there is no value: a filter leaves out what it does not ask for. */
export function given<K extends string, V>(name: K, value: V | undefined | ''): { [N in K]?: V } {
  return value === undefined || value === '' ? {} : ({ [name]: value } as { [N in K]?: V });
}
