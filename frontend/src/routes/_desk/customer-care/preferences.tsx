import { createFileRoute } from '@tanstack/react-router';
import { Preferences } from '@/app/Preferences';

export const Route = createFileRoute('/_desk/customer-care/preferences')({ component: Preferences });
