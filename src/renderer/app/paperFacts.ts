import { strings } from '../strings.ts';
import { formatDay } from '../ui/display/formatDate.ts';

/** The active filters, each with the name of its field. */
export type ShownFilters = readonly (readonly [name: string, value: string])[];

const FILTERS = 'search .fui-Field, input[type="search"], fieldset';

/**
 * Returns the active filters of a page, or null if the page has no filters. Reads them from the controls themselves, so
 * that the printed filters are always those on the screen.
 */
export function filtersOf(page: Element): ShownFilters | null {
  const controls = [...page.querySelectorAll(FILTERS)];
  if (controls.length === 0) return null;
  return controls.map(control => [nameOf(control), settingOf(control)] as const).filter(([, value]) => value !== '');
}

/** Returns the name and the number of rows of each table of a page. */
export function tablesOf(page: Element): string[] {
  return [...page.querySelectorAll('table')].map(table => {
    const rows = [...table.tBodies].reduce((sum, body) => sum + body.rows.length, 0);
    return strings.print.rows({ table: table.ariaLabel, count: rows });
  });
}

function nameOf(control: Element): string {
  return control.querySelector('label')?.textContent ?? control.ariaLabel ?? '';
}

/** The first option of a list means no filter. */
function settingOf(control: Element): string {
  if (control instanceof HTMLInputElement) return control.value.trim();
  const pressed = control.querySelector('button[aria-pressed="true"]:not(:first-child)');
  if (pressed !== null) return pressed.lastElementChild?.textContent ?? '';
  const field = control.querySelector<HTMLInputElement | HTMLSelectElement>('select, input');
  if (field instanceof HTMLSelectElement) return field.selectedIndex > 0 ? (field.selectedOptions[0]?.text ?? '') : '';
  if (field?.type === 'date') return formatDay(field.value === '' ? null : `${field.value}T00:00`) ?? '';
  return field?.value.trim() ?? '';
}
