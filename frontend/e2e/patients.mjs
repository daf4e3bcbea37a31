// The patients that the journeys' desk imports: those named, else those of the shared data beside the repository, else ours.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const SHARED = '../../shared/data/fhir-r4-patients.ndjson';

export const PATIENTS = resolve(process.env.CAREDESK_PATIENTS || (existsSync(SHARED) ? SHARED : 'e2e/patients.ndjson'));
