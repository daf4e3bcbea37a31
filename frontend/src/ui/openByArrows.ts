import type { KeyboardEvent } from 'react';

/** For a box of choices that saves what is chosen: closed, an arrow key would save each choice that it passes. */
export function openByArrows(event: KeyboardEvent<HTMLSelectElement>) {
  const box = event.currentTarget;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  if (!('showPicker' in box) || isOpen(box)) return;
  event.preventDefault();
  box.showPicker();
}

function isOpen(box: HTMLSelectElement): boolean {
  try {
    return box.matches(':open');
  } catch {
    // A browser that does not know the word keeps the keys of an open list to itself.
    return false;
  }
}
