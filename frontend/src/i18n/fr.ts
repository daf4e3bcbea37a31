import frenchRules from 'zod/v4/locales/fr.js';
import { customers } from './fr/customers';
import { desk } from './fr/desk';
import { session } from './fr/session';
import { tickets } from './fr/tickets';
import type { Messages } from './messages';

export const fr: Messages = { desk, session, customers, tickets };

export const rules = frenchRules();
