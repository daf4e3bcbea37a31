export declare const PATIENTS: string;
