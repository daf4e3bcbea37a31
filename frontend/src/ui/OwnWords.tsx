import { ActionIcon } from '@mantine/core';
import { Eraser } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { tagOf } from '@/api/merge';
import { placeFaults } from '@/api/problem';
import { useI18n } from '@/i18n/I18n';
import { EditBox, EditButton } from './EditInPlace';
import type { Doing } from './useDoing';
import { useInPlace } from './useInPlace';

const WordsDialog = lazy(() => import('./WordsDialog').then((it) => ({ default: it.WordsDialog })));

type Doer = { run: (doing: Doing) => void; isPending: boolean };

type Words = {
  /** The draft's name, and the box's id. */
  id: string;
  label: string;
  field: string;
  text: string;
  version: number;
  may: boolean;
  doing: Doer;
  maxLength?: number;
  check?: (text: string) => string | undefined;
  send: (text: string, ifMatch: string) => Promise<{ version: number }>;
};

/** Words of a record edited where they stand: the button that opens them, and the box while it is open. */
export function useOwnWords({ id, label, field, text, version, may, doing, send, ...rest }: Words) {
  const { m } = useI18n();
  const place = useInPlace(`${id}.edit`, version, text);
  const check = rest.check ?? ((typed: string) => (typed.trim() === '' ? m.desk.required : undefined));
  const save = (typed: string, fault: (detail: string) => void) =>
    doing.run({
      run: async () => place.saved(typed, (await send(typed, tagOf(place.base.version))).version),
      refused: (problem) => {
        const { beside, complete } = placeFaults(m, problem, [field]);
        if (beside[field]) fault(beside[field]);
        return complete;
      },
    });
  const box = may && place.open && (
    <EditBox
      id={id}
      label={label}
      place={place}
      maxLength={rest.maxLength ?? 10_000}
      pending={doing.isPending}
      check={check}
      onSave={save}
    />
  );
  return { box, button: may && !place.open && <EditButton label={label} place={place} boxId={id} /> };
}

/** Takes words out for good, with a reason. */
export function Redact({ id, doing, send }: { id: string; doing: Doer; send: (reason: string) => Promise<unknown> }) {
  const { m } = useI18n();
  const words = m.tickets.message;
  const [asked, setAsked] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        size={28}
        aria-label={words.redact}
        title={words.redact}
        onClick={() => setAsked(true)}
      >
        <Eraser size={15} aria-hidden />
      </ActionIcon>
      {asked && (
        <Suspense fallback={null}>
          <WordsDialog
            title={words.redact}
            about={words.redactAbout}
            label={words.redactWhy}
            draft={`${id}.redact`}
            least={10}
            most={4000}
            confirm={words.redact}
            pending={doing.isPending}
            onConfirm={(reason, sent) => doing.run({ run: () => send(reason), said: words.redactedNow, done: sent })}
            onClose={() => setAsked(false)}
          />
        </Suspense>
      )}
    </>
  );
}
