/** The selected rows: the named ones, or with `all` every row that matches except the named ones. */
export interface Selection {
  readonly all: boolean;
  readonly named: ReadonlySet<string>;
}

export const nobody: Selection = { all: false, named: new Set() };
export const everybody: Selection = { all: true, named: new Set() };

export function isSelected({ all, named }: Selection, id: string): boolean {
  return named.has(id) !== all;
}

export function toggled(selection: Selection, id: string): Selection {
  const named = new Set(selection.named);
  if (!named.delete(id)) named.add(id);
  return { ...selection, named };
}

/** Returns how many of `total` rows are selected. */
export function countSelected({ all, named }: Selection, total: number): number {
  return all ? Math.max(0, total - named.size) : named.size;
}

/** Returns whether all rows are selected; `mixed` if only some are. */
export function checkedState({ all, named }: Selection): boolean | 'mixed' {
  if (named.size > 0) return 'mixed';
  return all;
}

/** Returns the rows of an export: all without a selection. */
export function exportedRows({ all, named }: Selection): { only?: string[]; except?: string[] } {
  if (named.size === 0) return {};
  return all ? { except: [...named] } : { only: [...named] };
}
