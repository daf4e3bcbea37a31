import { useEffect } from 'react';
import { currentActions } from '@/ui/actions';
import { readPreference } from '@/ui/usePreference';

const SEQUENCE_WITHIN = 1200;

/** Runs the action of a letter, or of two in a row. Typing is never taken for a command. */
export function useShortcuts() {
  useEffect(() => {
    let first = '';
    let firstAt = 0;
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || readPreference('letters') === 'off') return;
      const key = event.key.toLowerCase();
      const both = first !== '' && Date.now() - firstAt < SEQUENCE_WITHIN ? `${first} ${key}` : '';
      const { action, begins } = find(both, key);
      first = begins ? key : '';
      firstAt = Date.now();
      if (!action) return;
      event.preventDefault();
      action.run();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** What two keys in a row mean, else what the last one does, else whether it begins such a pair. */
function find(both: string, key: string) {
  const actions = currentActions();
  const action = actions.find(({ keys }) => keys === both) ?? actions.find(({ keys }) => keys === key);
  return { action, begins: !action && actions.some(({ keys }) => keys?.startsWith(`${key} `)) };
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return true;
  const target = event.target instanceof Element ? event.target : null;
  // Enter belongs to whatever has the focus.
  if (event.key === 'Enter' && target !== document.body) return true;
  return (
    target?.closest(
      'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"]',
    ) != null
  );
}
