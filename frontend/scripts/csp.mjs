// The policy the application has to live with. The browser tests run under it, and the server sends the same one with
// a nonce of its own in place of the word.
export const securityHeaders = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self' 'nonce-__CSP_NONCE__'",
    "style-src 'self' 'nonce-__CSP_NONCE__'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};
