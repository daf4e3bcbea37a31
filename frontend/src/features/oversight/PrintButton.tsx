import { Button } from '@mantine/core';
import { Printer } from 'lucide-react';
import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18n';

const SCHEME = 'data-mantine-color-scheme';

/** Prints the page, also by the browser's own command, in the light colours: paper is white. */
export function PrintButton() {
  const { m } = useI18n();
  useEffect(() => {
    const root = document.documentElement;
    let chosen: string | null = null;
    const lighten = () => {
      chosen = root.getAttribute(SCHEME);
      root.setAttribute(SCHEME, 'light');
    };
    const restore = () => {
      if (chosen) root.setAttribute(SCHEME, chosen);
    };
    window.addEventListener('beforeprint', lighten);
    window.addEventListener('afterprint', restore);
    return () => {
      window.removeEventListener('beforeprint', lighten);
      window.removeEventListener('afterprint', restore);
    };
  }, []);
  return (
    <Button
      variant="default"
      leftSection={<Printer size={16} aria-hidden />}
      onClick={() => window.print()}
      data-screen-only
    >
      {m.oversight.print}
    </Button>
  );
}
