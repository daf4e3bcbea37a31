import { NativeSelect, Stack } from '@mantine/core';
import { useColleagues } from '@/api/colleagues';
import type { EscalationTargetBody, TargetRole } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';

type Props = { target: EscalationTargetBody; onChange: (target: EscalationTargetBody) => void; roles?: TargetRole[] };

const ROLES: TargetRole[] = ['doctor', 'admin'];

/** Whom to ask: a role, and somebody of it or whoever takes it first. */
export function TargetFields({ target, onChange, roles = ROLES }: Props) {
  const { m } = useI18n();
  const words = m.escalations;
  const people = useColleagues(ROLES).filter(({ role }) => role === target.role);
  return (
    <Stack gap="sm">
      {roles.length > 1 && (
        <NativeSelect
          label={words.askRole}
          value={target.role}
          data={roles.map((value) => ({ value, label: words.roles[value] }))}
          onChange={(event) => onChange({ role: event.currentTarget.value as TargetRole })}
          data-autofocus
        />
      )}
      <NativeSelect
        label={words.askWhom}
        value={target.staff_id ?? ''}
        data={[{ value: '', label: words.anybody }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) =>
          onChange(
            event.currentTarget.value === ''
              ? { role: target.role }
              : { role: target.role, staff_id: event.currentTarget.value },
          )
        }
      />
    </Stack>
  );
}
