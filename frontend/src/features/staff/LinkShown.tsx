import type { PasswordLink } from '@/api/generated/types.gen';
import { useI18n } from '@/i18n/I18n';
import { OnceShown } from '@/ui/OnceShown';

/** A link by which a colleague sets a password, to be given on now. */
export function LinkShown({ link, onClose }: { link: PasswordLink; onClose: () => void }) {
  const { m, f } = useI18n();
  return (
    <OnceShown
      title={m.staff.linkOf}
      about={m.staff.linkAbout}
      label={m.staff.linkOf}
      value={`${location.origin}${link.path}`}
      note={m.staff.until(f.exact(link.expires_at))}
      onClose={onClose}
    />
  );
}
