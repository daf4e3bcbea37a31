import { useEffect, useRef, useState } from 'react';

const BEFORE = 300;
const AT_LEAST = 500;

/** Whether to show a placeholder: nothing for a short wait, and once shown long enough not to flicker. */
export function usePatience(pending: boolean): boolean {
  const [shown, setShown] = useState(false);
  const since = useRef(0);
  useEffect(() => {
    if (pending === shown) return undefined;
    const wait = pending ? BEFORE : Math.max(0, since.current + AT_LEAST - Date.now());
    const timer = setTimeout(() => {
      since.current = Date.now();
      setShown(pending);
    }, wait);
    return () => clearTimeout(timer);
  }, [pending, shown]);
  return shown;
}
