import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { UsbStickFilled, UsbStickRegular } from '@fluentui/react-icons';
import { useKeys } from '../client/hooks.ts';
import { useEnrollments } from '../features/enrollment/EnrollmentProvider.tsx';
import { strings } from '../strings.ts';
import { keyName } from '../ui/display/keyName.ts';
import { hrefOf } from '../ui/page/route.ts';

const useStyles = makeStyles({
  strip: {
    gridArea: 'strip',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    minHeight: '40px',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    flexWrap: 'wrap',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  title: { color: tokens.colorNeutralForeground3 },
  keys: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  key: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalM}`,
    // Half the height of one line: a long name has several lines.
    borderRadius: '14px',
    border: `1px solid ${tokens.colorBrandStroke2}`,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    textDecorationLine: 'none',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  none: {
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorTransparentBackground,
    color: tokens.colorNeutralForeground3,
    fontWeight: tokens.fontWeightRegular,
  },
});

/** The plugged-in keys, live and on every page. A key that is being enrolled links to its enrollment. */
export function KeyStrip() {
  const styles = useStyles();
  const keys = useKeys();
  const { holderOf } = useEnrollments();
  return (
    <section data-frame="" className={styles.strip} aria-label={strings.strip.label} aria-live="polite">
      <Text size={200} className={styles.title}>
        {strings.strip.title}
      </Text>
      {keys === undefined || keys.length === 0 ? (
        <span className={mergeClasses(styles.key, styles.none)}>
          <UsbStickRegular fontSize={16} />
          {keys === undefined ? strings.strip.waiting : strings.strip.none}
        </span>
      ) : (
        <ul className={styles.keys}>
          {keys.map(key => {
            const holder = holderOf(key.id);
            return (
              <li key={key.id}>
                <a
                  className={styles.key}
                  href={hrefOf(holder === null ? { page: 'keys' } : { page: 'enroll', user: holder.id })}
                >
                  <UsbStickFilled fontSize={16} />
                  {holder === null
                    ? keyName(key)
                    : strings.strip.forUser({ key: keyName(key), user: holder.displayName })}
                </a>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
