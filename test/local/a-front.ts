import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { type HttpFrontOptions, type LambdaHandler, startHttpFront } from "../../local/gateway/http-front.ts";
import type { LocalServer } from "../../local/listening.ts";

/** Fronts that a test started, and what they logged. */
const fronts: LocalServer[] = [];
const logged: string[] = [];

/** A front on a free port; the fallback answers 404. */
export async function aFront(options: Partial<HttpFrontOptions>): Promise<LocalServer> {
  const front = await startHttpFront({
    port: 0,
    routes: [],
    fallback: async () => ({ statusCode: 404, body: "no route" }),
    logger: { error: (message, { message: reason }) => logged.push(`${message}: ${reason}`) },
    ...options,
  });
  fronts.push(front);
  return front;
}

/** A front with one route, and the calls its handler gets. */
export async function aRecorder(routeKey: string, result: APIGatewayProxyStructuredResultV2 = { statusCode: 200 }) {
  const calls: { event: APIGatewayProxyEventV2; context: Context }[] = [];
  const handler: LambdaHandler = async (event, context) => {
    calls.push({ event, context });
    return result;
  };
  const { endpoint } = await aFront({ routes: [{ routeKey, handler, functionName: "recorder" }] });
  return { endpoint, calls };
}

/** Ends the fronts of a test and answers what they logged. */
export async function closeFronts(): Promise<string[]> {
  for (const front of fronts.splice(0)) await front.close();
  return logged.splice(0);
}
