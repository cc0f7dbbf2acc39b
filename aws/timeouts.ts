/**
 * How long a client waits. A request that hangs would hold up a send, a shutdown or a lease: it fails instead, and is tried
 * again.
 */

const connectionTimeout = 2_000;

/** For requests that are answered at once. */
export const timeouts = { requestHandler: { connectionTimeout, requestTimeout: 5_000, throwOnRequestTimeout: true } };

/** A long poll takes 20 s by itself. */
export const pollTimeouts = {
  requestHandler: { connectionTimeout, requestTimeout: 30_000, throwOnRequestTimeout: true },
};

/**
 * For files of up to 100 MB, which take as long as the line is slow: what counts is that bytes move, in either direction. Ten
 * seconds without one are a line that is dead. S3 answers within a second or two of the last byte, and sends spaces while
 * it puts parts together.
 */
export const transferTimeouts = { requestHandler: { connectionTimeout, socketTimeout: 10_000 } };
