export declare const securityHeaders: Record<string, string>;
