/** How often something was tried, and how often it took effect. */
export class Tally {
  readonly #counts = new Map<string, { tried: number; effective: number }>();

  add(name: string, isEffective: boolean): void {
    const count = this.#counts.get(name) ?? { tried: 0, effective: 0 };
    count.tried++;
    if (isEffective) count.effective++;
    this.#counts.set(name, count);
  }

  get lines(): string[] {
    return [...this.#counts]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, { tried, effective }]) => `${name}: ${effective}${tried === effective ? '' : ` of ${tried}`}`);
  }
}
