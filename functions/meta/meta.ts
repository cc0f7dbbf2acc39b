import { serve } from "../edge/http.ts";
import { implementWith } from "../edge/request.ts";
import { answerHealth } from "./health.ts";
import { health, openApiDocument } from "../routes/meta.ts";

const implement = implementWith({});

/** With all their schemas, which the health route does without. */
const loadRoutes = async () => (await import("../routes/index.ts")).routes;

export const handler = serve([
  implement(health)(answerHealth),
  implement(openApiDocument)(async () => ({
    status: 200,
    text: JSON.stringify((await import("./openapi.ts")).openApi(await loadRoutes())),
    mediaType: "application/json",
  })),
]);
