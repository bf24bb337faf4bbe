import { makeStyles, tokens } from '@fluentui/react-components';

/** Filters above a table: the search over the whole width, the others side by side under it, as many as fit. */
export const useFilterStyles = makeStyles({
  filters: { display: 'flex', flexDirection: 'column', gap: tokens.spacingHorizontalM },
  search: { maxWidth: 'none' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
    alignItems: 'end',
    gap: tokens.spacingHorizontalM,
    '& > *, & select, & input, & .fui-Input, & .fui-Combobox': { minWidth: 0, width: '100%' },
    '& select, & input': { textOverflow: 'ellipsis' },
  },
});
