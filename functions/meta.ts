import { serve } from "./edge/http.ts";
import { implement } from "./edge/request.ts";
import { servicesOfProcess } from "./edge/services.ts";
import { openApi } from "./openapi.ts";
import { answerHealth } from "./health.ts";
import { docsPage } from "./docs-page.ts";
import { routes } from "./routes/index.ts";
import { docs, health, openApiDocument } from "./routes/meta.ts";

export const handler = serve(
  [
    implement(health)(answerHealth),
    implement(openApiDocument)(async () => ({
      status: 200,
      text: JSON.stringify(openApi(routes)),
      mediaType: "application/json",
    })),
    implement(docs)(async () => ({
      status: 200,
      text: docsPage(routes),
      mediaType: "text/html",
      headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'" },
    })),
  ],
  servicesOfProcess,
);
