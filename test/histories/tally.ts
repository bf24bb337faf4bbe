/** How often something was tried, and how often it took effect. */
export class Tally {
  readonly counts: Record<string, { tried: number; effective: number }> = {};

  add(name: string, isEffective: boolean): void {
    this.#count(name, 1, isEffective ? 1 : 0);
  }

  merge(counts: Tally['counts']): void {
    for (const [name, { tried, effective }] of Object.entries(counts)) this.#count(name, tried, effective);
  }

  get lines(): string[] {
    return Object.entries(this.counts)
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, { tried, effective }]) => `${name}: ${effective}${tried === effective ? '' : ` of ${tried}`}`);
  }

  #count(name: string, tried: number, effective: number): void {
    const known = this.counts[name] ?? { tried: 0, effective: 0 };
    this.counts[name] = { tried: known.tried + tried, effective: known.effective + effective };
  }
}
