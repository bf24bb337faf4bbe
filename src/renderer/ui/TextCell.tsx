import { makeStyles, mergeClasses, TableCell, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  cell: { minWidth: 0 },
  layout: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0, width: '100%' },
  lines: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  line: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    // A button is cut as a whole, and its text by itself.
    '& > button': { maxWidth: '100%', overflow: 'hidden', textOverflow: 'ellipsis', display: 'block' },
  },
  under: {
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
  },
  roomy: { paddingBlock: tokens.spacingVerticalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/**
 * A table cell of one line, or of two. What does not fit ends in an ellipsis, and the whole of it is the tooltip. `children`
 * stand where the text is more than text, a link say.
 */
export function TextCell(props: {
  text: string;
  under?: string | undefined;
  /** Where the second line is not always wanted. */
  underClassName?: string;
  className?: string;
  /** Stands in the tooltip besides. */
  tip?: string | undefined;
  media?: ReactNode;
  quiet?: boolean;
  children?: ReactNode;
}) {
  const styles = useStyles();
  const { text, under, underClassName, className, tip, media, quiet, children } = props;
  const tooltip = (line: string) => (tip === undefined ? line : `${line}\n${tip}`);
  const second = under !== undefined && under !== '';
  return (
    <TableCell className={mergeClasses(styles.cell, className)}>
      <div className={mergeClasses(styles.layout, second && underClassName === undefined && styles.roomy)}>
        {media}
        <div className={mergeClasses(styles.lines, quiet && styles.quiet)}>
          <span className={styles.line} title={tooltip(text)} dir="auto">
            {children ?? text}
          </span>
          {second && (
            <span className={mergeClasses(styles.line, styles.under, underClassName)} title={tooltip(under)} dir="auto">
              {under}
            </span>
          )}
        </div>
      </div>
    </TableCell>
  );
}
