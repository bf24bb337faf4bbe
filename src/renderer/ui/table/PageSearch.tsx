import { SearchBox } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { SEARCH_KEYS, searchHint } from '../focus/searchFocus.ts';

/** The search of a page's list. A shortcut moves the focus to it (app/useSearchShortcut.ts). */
export function PageSearch(props: {
  className: string;
  label: string;
  value: string;
  onSearch(text: string): void;
  onEnter?: ((text: string) => void) | undefined;
}) {
  const { className, label, value, onSearch, onEnter } = props;
  return (
    <SearchBox
      className={className}
      placeholder={strings.searchHint({ search: label, keys: searchHint() })}
      aria-label={label}
      aria-keyshortcuts={SEARCH_KEYS}
      dismiss={{ 'aria-label': strings.clear }}
      value={value}
      onChange={(_, data) => onSearch(data.value)}
      onKeyDown={event => event.key === 'Enter' && onEnter?.(value)}
    />
  );
}
