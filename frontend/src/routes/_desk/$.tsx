import { createFileRoute } from '@tanstack/react-router';
import { NotFoundPage } from '@/app/ErrorPages';

// Every address without a page of its own, within the shell.
export const Route = createFileRoute('/_desk/$')({ component: NotFoundPage });
