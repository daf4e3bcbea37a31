import { Activity, type ReactNode, useCallback, useRef } from 'react';
import { createPortal } from 'react-dom';
import { pageElement } from '@/ui/pageElement';

/**
 * While `covered`, what it holds is out of the document, with everything that opened over it: neither seen, nor read out, nor
 * reached by a key, and it asks the server for nothing. It keeps its state, so that it comes back as it was left.
 */
export function Coverable({ covered, children }: { covered: boolean; children: ReactNode }) {
  const left = useRef<{ scroll: number; focus: Element | null }>(undefined);
  // Stands before the portal: the page is in the document before its own effects run.
  const place = useCallback(
    (node: HTMLElement | null) => {
      if (covered || !node) return undefined;
      node.append(pageElement);
      if (left.current) {
        window.scrollTo(0, left.current.scroll);
        if (left.current.focus instanceof HTMLElement) left.current.focus.focus({ preventScroll: true });
      }
      return () => {
        left.current = { scroll: window.scrollY, focus: document.activeElement };
        pageElement.remove();
      };
    },
    [covered],
  );
  return (
    <>
      <div ref={place} style={{ display: 'contents' }} />
      {createPortal(<Activity mode={covered ? 'hidden' : 'visible'}>{children}</Activity>, pageElement)}
    </>
  );
}
