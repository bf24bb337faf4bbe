import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { stationWords as words } from './language.ts';

/** From this number of minutes on, a screen reader also reads out the time left. */
const SHORT = 2;
const MINUTE = 60_000;

const useStyles = makeStyles({ quiet: { textAlign: 'center', color: tokens.colorNeutralForeground2 } });

/** Shows how much time the user has left. @param until by `performance.now()` */
export function TimeLeft({ until }: { until: number }) {
  const styles = useStyles();
  const minutes = useMinutesLeft(until);
  return (
    <Text className={styles.quiet} role={minutes < SHORT ? 'status' : undefined}>
      {minutes < SHORT ? words.timeShort : words.timeLeft({ minutes })}
    </Text>
  );
}

function useMinutesLeft(until: number): number {
  const left = () => Math.max(0, Math.floor((until - performance.now()) / MINUTE));
  const [minutes, setMinutes] = useState(left);
  useEffect(() => {
    const look = () => setMinutes(Math.max(0, Math.floor((until - performance.now()) / MINUTE)));
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [until]);
  return minutes;
}
